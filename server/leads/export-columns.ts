/** The columns an export may have, by name, and what stands in them. */
import type { SourceDetails } from '#contract/lead.ts';
import { fromMinor } from '#domain/money/minor-units.ts';
import { maskCompany, maskEmail, maskName, maskPhone } from '#domain/privacy/mask.ts';
import type { OutCell, OutColumn } from '../platform/tabular/write-table.ts';
import type { Personal } from './record.ts';
import type { LeadRow } from './view.ts';

/** How a lead is shown: whether personal values stand in clear, and what an id is replaced by. */
export interface Showing {
  masked: boolean;
  idOf: (id: string) => string;
}

export interface ExportColumn extends OutColumn {
  /** Names a person or leads to one, so an anonymised file leaves it out. */
  personal: boolean;
  cell: (row: LeadRow, personal: Personal, showing: Showing) => OutCell;
}

const HIDDEN = '•••';

const clear = (name: string, type: OutColumn['type'], cell: ExportColumn['cell']): ExportColumn => ({
  name,
  type,
  personal: false,
  cell,
});

/** A personal column; without the right to reveal it is masked, or hidden where nothing of it may be shown. */
const personal = (
  name: string,
  value: (personal: Personal) => string | undefined,
  mask: (text: string) => string = () => HIDDEN,
): ExportColumn => ({
  name,
  type: 'text',
  personal: true,
  cell: (_, sealed, { masked }) => {
    const text = value(sealed);
    return text === undefined || !masked ? text : mask(text);
  },
});

const detail = (name: keyof SourceDetails) => personal(name, ({ source_details }) => source_details?.[name]);

const nameOf = (sealed: Personal) =>
  sealed.name ?? ([sealed.given_name, sealed.family_name].filter(Boolean).join(' ') || undefined);

const REVENUE = clear('revenue', 'number', ({ revenue_minor, currency }) =>
  revenue_minor === null || currency === null ? null : fromMinor(revenue_minor, currency),
);

/** The fields of a lead in the order of the specification, then what the audit adds. */
const STANDARD: readonly ExportColumn[] = [
  clear('id', 'text', (row, _, { idOf }) => idOf(row.id)),
  personal('email', ({ email }) => email, maskEmail),
  personal('name', nameOf, maskName),
  personal('phone', ({ phone }) => phone, maskPhone),
  personal('company', ({ company }) => company, maskCompany),
  clear('source', 'text', (row) => row.source),
  clear('campaign_id', 'text', (row) => row.campaign_id),
  clear('ad_group_id', 'text', (row) => row.ad_group_id),
  clear('keyword', 'text', (row) => row.keyword),
  clear('referrer', 'text', (row) => row.referrer),
  clear('quality_score', 'number', (row) => row.quality_score),
  clear('conversion_probability', 'number', (row) => row.conversion_probability),
  clear('validation_status', 'text', (row) => row.validation_status),
  clear('conversion_status', 'text', (row) => row.conversion_status),
  clear('conversion_date', 'time', (row) => row.conversion_date),
  REVENUE,
  clear('currency', 'text', (row) => row.currency),
  clear('created_at', 'time', (row) => row.created_at),
  clear('updated_at', 'time', (row) => row.updated_at),
  { ...clear('external_id', 'text', (row) => row.external_id), personal: true },
  clear('country', 'text', (row) => row.country),
  clear('region', 'text', (row) => row.region),
  clear('flags', 'text', (row) => row.flags.join(' ')),
  clear('duplicate_of', 'text', (row, _, { idOf }) => (row.duplicate_of === null ? null : idOf(row.duplicate_of))),
];

/** Columns that come only when they are named. */
const FURTHER: readonly ExportColumn[] = [
  clear('engagement_score', 'number', (row) => row.engagement_score),
  clear('completeness', 'number', (row) => row.completeness),
  clear('missing', 'text', (row) => row.missing.join(' ')),
  clear('phone_type', 'text', (row) => row.phone_type),
  // The domain of a private address is as good as a name.
  { ...clear('email_domain', 'text', (row) => row.email_domain), personal: true },
  clear('contacted_at', 'time', (row) => row.contacted_at),
  clear('qualified_at', 'time', (row) => row.qualified_at),
  clear('lost_at', 'time', (row) => row.lost_at),
  clear('audited_at', 'time', (row) => row.audited_at),
  clear('import_id', 'text', (row) => row.import_id),
  personal('given_name', (sealed) => sealed.given_name, maskName),
  personal('family_name', (sealed) => sealed.family_name, maskName),
  personal('street', ({ address }) => address?.street),
  personal('city', ({ address }) => address?.city),
  personal('postal_code', ({ address }) => address?.postal_code),
  personal('message', ({ message }) => message),
  ...(
    [
      'utm_source',
      'utm_medium',
      'utm_campaign',
      'utm_term',
      'utm_content',
      'landing_page',
      'gclid',
      'fbclid',
      'ttclid',
      'li_fat_id',
      'twclid',
    ] as const
  ).map(detail),
];

const BY_NAME = new Map([...STANDARD, ...FURTHER].map((column) => [column.name, column]));

/** Names of all columns. */
export const EXPORT_COLUMNS: readonly string[] = [...BY_NAME.keys()];

/** The columns of these names, in their order; without names the standard ones. Unknown names are left out. */
export function exportColumns(names: readonly string[] | undefined, anonymised: boolean): ExportColumn[] {
  const chosen = names === undefined ? STANDARD : names.flatMap((name) => BY_NAME.get(name) ?? []);
  return chosen.filter((column) => !anonymised || !column.personal);
}
