import type { ReactNode } from 'react';
import type { Lead } from '#contract/lead.ts';
import { countryName } from '../../charts/regions.ts';
import type { SourceBook } from '../../source-book.ts';
import { ScoreChip } from '../../ui/badge.tsx';
import { age, dateTime, dateTimeFull, dec, pct } from '../../ui/format.ts';
import { SourceTile } from '../../ui/source-tile.tsx';
import { FlagList, leadName, StageMark, ValidationMark } from './lead-cells.tsx';
import type { SortField } from './lead-search.ts';

/** What a cell needs beside the lead. */
export interface CellContext {
  book: SourceBook;
  timeZone: string;
  currency: string;
  now: number;
}
export interface LeadColumn {
  id: string;
  label: string;
  /** Width in px; growing columns share what is left, by these parts. */
  width: number;
  grow?: number;
  sort?: SortField;
  /** Its value alone does not say what it is. */
  bare?: boolean;
  /** Shown until the person chooses otherwise. */
  standard?: boolean;
  cell: (lead: Lead, context: CellContext) => ReactNode;
}

const text = (value: string | undefined) => (
  <span className="truncate text-body" title={value}>
    {value}
  </span>
);

export const COLUMNS: LeadColumn[] = [
  {
    id: 'score',
    label: 'Score',
    width: 66,
    bare: true,
    sort: 'quality_score',
    standard: true,
    cell: (lead) => <ScoreChip value={Math.round(lead.quality_score)} />,
  },
  {
    id: 'chance',
    label: 'Chance',
    width: 78,
    bare: true,
    sort: 'conversion_probability',
    cell: (lead) => (
      <span className="num ml-auto text-body">
        {lead.conversion_probability === undefined ? '' : pct(lead.conversion_probability)}
      </span>
    ),
  },
  {
    id: 'lead',
    label: 'Lead',
    width: 142,
    grow: 1,
    standard: true,
    cell: (lead) => (
      <span className="@container min-w-0 flex-1 truncate">
        <span className="font-medium text-ink">{leadName(lead)}</span>
        {lead.name && <span className="ml-2 hidden text-xs text-muted @min-[250px]:inline">{lead.email}</span>}
      </span>
    ),
  },
  {
    id: 'status',
    label: 'Status',
    width: 98,
    sort: 'validation_status',
    standard: true,
    cell: (lead) => <ValidationMark status={lead.validation_status} />,
  },
  {
    id: 'flags',
    label: 'Flags',
    width: 158,
    standard: true,
    cell: (lead) => <FlagList flags={lead.flags} max={lead.flags.length > 1 ? 1 : 2} />,
  },
  {
    id: 'source',
    label: 'Source and campaign',
    width: 172,
    grow: 1,
    sort: 'source',
    standard: true,
    cell: (lead, { book }) => (
      <span className="flex min-w-0 items-center gap-2">
        <SourceTile kind={book.kind(lead.source)} color={book.color(lead.source)} />
        <span className="truncate text-body">
          <span className="text-ink">{lead.source}</span>
          {lead.source_details.campaign_id && <span className="text-muted"> / {lead.source_details.campaign_id}</span>}
        </span>
      </span>
    ),
  },
  {
    id: 'stage',
    label: 'Stage',
    width: 108,
    sort: 'conversion_status',
    standard: true,
    cell: (lead) => <StageMark stage={lead.conversion_status} />,
  },
  {
    id: 'place',
    label: 'Location',
    width: 112,
    sort: 'country',
    standard: true,
    cell: (lead) => (
      <span className="truncate text-body">
        {lead.region ? `${lead.region}, ` : ''}
        <span className={lead.region ? 'text-muted' : undefined}>
          {lead.country ? (lead.region ? lead.country : countryName(lead.country)) : ''}
        </span>
      </span>
    ),
  },
  {
    id: 'received',
    label: 'Received',
    width: 84,
    bare: true,
    sort: 'created_at',
    standard: true,
    cell: (lead, { timeZone, now }) => (
      <time className="num text-muted" dateTime={lead.created_at} title={dateTimeFull(lead.created_at, timeZone)}>
        {age(lead.created_at, now, timeZone)}
      </time>
    ),
  },
  {
    id: 'engagement',
    label: 'Engagement',
    width: 96,
    bare: true,
    sort: 'engagement_score',
    cell: (lead) => (
      <span className="num ml-auto text-body">{lead.engagement_score ? dec(lead.engagement_score) : '–'}</span>
    ),
  },
  { id: 'email', label: 'E-mail', width: 180, cell: (lead) => text(lead.email) },
  { id: 'phone', label: 'Phone', width: 140, cell: (lead) => text(lead.phone) },
  { id: 'company', label: 'Company', width: 150, cell: (lead) => text(lead.company) },
  {
    id: 'revenue',
    label: 'Revenue',
    width: 92,
    bare: true,
    sort: 'revenue',
    cell: (lead, { currency }) => (
      <span className="num ml-auto text-body">
        {lead.revenue === undefined ? '' : `${dec(lead.revenue, 2)} ${lead.currency ?? currency}`}
      </span>
    ),
  },
  {
    id: 'converted',
    label: 'Converted on',
    width: 110,
    bare: true,
    cell: (lead, { timeZone }) => text(lead.conversion_date && dateTime(lead.conversion_date, timeZone)),
  },
  {
    id: 'updated',
    label: 'Updated',
    width: 110,
    bare: true,
    sort: 'updated_at',
    cell: (lead, { timeZone }) => text(dateTime(lead.updated_at, timeZone)),
  },
  { id: 'keyword', label: 'Keyword', width: 150, cell: (lead) => text(lead.source_details.keyword) },
  { id: 'referrer', label: 'Referrer', width: 170, cell: (lead) => text(lead.source_details.referrer) },
  { id: 'external', label: 'External ID', width: 130, cell: (lead) => text(lead.external_id) },
  {
    id: 'id',
    label: 'Lead ID',
    width: 290,
    cell: (lead) => <span className="truncate font-mono text-xs text-muted">{lead.id}</span>,
  },
];

/** The columns that the address names, in the table's order; the standard ones when it names none that exists. */
export function chosenColumns(cols: readonly string[]): LeadColumn[] {
  const chosen = COLUMNS.filter((column) => cols.includes(column.id));
  return chosen.length ? chosen : COLUMNS.filter((column) => column.standard);
}
