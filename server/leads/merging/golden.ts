/** The golden record of stored leads: read, worked out, and shown masked. */
import { sql } from 'kysely';
import type { GoldenField, GoldenFieldName } from '#contract/duplicates.ts';
import type { LeadCreate } from '#contract/lead.ts';
import { type GoldenValue, goldenRecord, sourceTrust } from '#domain/identity/golden-record.ts';
import { prepareLead } from '#domain/lead-checks/prepare.ts';
import { maskCompany, maskEmail, maskName, maskPhone } from '#domain/privacy/mask.ts';
import type { Connection } from '../../platform/db.ts';
import { outcomesOf } from '../packed-audit.ts';
import type { LeadRow } from '../view.ts';

/** What beside the leads decides: the client's country for numbers, its sources, the orders of checks. */
export interface GoldenContext {
  country: string | undefined;
  kinds: ReadonlyMap<string, string>;
  catalogues: ReadonlyMap<number, readonly string[]>;
}

export async function goldenContext(
  db: Connection,
  clientId: string,
  rows: readonly LeadRow[],
): Promise<GoldenContext> {
  const versions = [...new Set(rows.map(({ catalogue_version }) => catalogue_version))];
  const { rows: found } = await sql<{
    country: string | null;
    kinds: Record<string, string> | null;
    catalogues: Record<string, string[]> | null;
  }>`select country,
      (select jsonb_object_agg(name, kind) from source where client_id = client.id) as kinds,
      (select jsonb_object_agg(version, checks) from check_catalogue where version = any(${versions}::int[])) as catalogues
    from client where id = ${clientId}`.execute(db);
  const [facts] = found;
  return {
    country: facts?.country ?? undefined,
    kinds: new Map(Object.entries(facts?.kinds ?? {})),
    catalogues: new Map(Object.entries(facts?.catalogues ?? {}).map(([version, checks]) => [Number(version), checks])),
  };
}

/** Works out the golden record of the rows of one person; `open` gives the lead of a row. */
export function goldenOf(
  open: (row: LeadRow) => LeadCreate,
  context: GoldenContext,
  rows: readonly LeadRow[],
  choices: Readonly<Record<string, string>>,
): GoldenValue[] {
  return goldenRecord(
    rows.map((row) => {
      const defaults = context.country === undefined ? {} : { country: context.country };
      return {
        lead: row.id,
        prepared: prepareLead(open(row), defaults),
        outcomes: outcomesOf(row.outcomes, context.catalogues.get(row.catalogue_version) ?? []),
        trust: sourceTrust(context.kinds.get(row.source)),
      };
    }),
    choices,
  );
}

const shownAsIs = (text: string) => text;
export const MASKS: Record<GoldenFieldName, (text: string) => string> = {
  name: maskName,
  email: maskEmail,
  phone: maskPhone,
  company: maskCompany,
  address: (text) => text.split(', ').map(maskName).join(', '),
  consent: shownAsIs,
  source: shownAsIs,
};

/** The golden record as the API shows it. */
export function goldenReply(values: readonly GoldenValue[], masked: boolean): GoldenField[] {
  return values.map(({ field, survivor, texts }) => ({
    field,
    lead: survivor?.lead ?? null,
    reason: survivor?.reason ?? null,
    values: texts.map(({ lead, text }) => ({
      lead,
      text: text === '' || !masked ? text : MASKS[field](text),
      kept: survivor !== undefined && text !== '' && !survivor.losing.includes(lead),
    })),
  }));
}
