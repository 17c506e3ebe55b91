/** Touchpoints into the store, one or many, each once. */
import { sql } from 'kysely';
import type { TouchpointCreate } from '#contract/touchpoint.ts';
import type { RegisteredSource } from '#domain/lead-checks/check.ts';
import { channelOf } from '#domain/touchpoints/channel.ts';
import type { Tx } from '../../platform/db.ts';
import { int4Array, int8Array, textArray, timestamptzArray, uuidArray } from '../../platform/pg-arrays.ts';
import { uuidv7 } from '../../platform/uuid.ts';
import type { Vault } from '../../platform/vault/vault.ts';
import { visitorKey } from '../lead-keys.ts';
import { withoutQuery } from '../record.ts';
import { refreshEngagement } from './engagement-queries.ts';

/** A touchpoint as its row has it. */
export interface TouchpointRow {
  id: string;
  visitor: bigint;
  lead_id: string | undefined;
  /** Milliseconds since 1970. */
  at: number;
  kind: TouchpointCreate['kind'];
  channel: string;
  source: string;
  campaign_id: string;
  ad_group_id: string;
  creative_id: string;
  keyword: string;
  referrer: string;
  page: string;
  click_key: bigint | undefined;
  seconds: number | undefined;
}

/** Channels of what needs no campaign to be one. */
const KIND_CHANNELS: Partial<Record<TouchpointCreate['kind'], string>> = {
  email_open: 'email',
  email_click: 'email',
  email_reply: 'email',
  call: 'phone',
  meeting: 'meeting',
};

/** Keys and shortens a touchpoint. `lead` is the one it names; without it there must be a visitor id. */
export function touchpointRow(
  touch: Omit<TouchpointCreate, 'client_id' | 'lead_id' | 'lead_external_id'>,
  context: {
    vault: Pick<Vault, 'key63'>;
    clientId: string;
    sources: readonly RegisteredSource[] | undefined;
    /** Milliseconds since 1970. */
    now: number;
    lead?: { id: string; visitor: bigint } | undefined;
  },
): TouchpointRow {
  const { vault, clientId, lead } = context;
  const source = touch.source ?? '';
  const sourceKind = source ? context.sources?.find(({ name }) => name === source)?.kind : undefined;
  const signs = { sourceKind, source, medium: touch.utm_medium, referrer: touch.referrer, clickId: touch.click_id };
  const visitor = lead?.visitor ?? visitorKey(vault, clientId, touch.visitor_id ?? '');
  return {
    id: touch.id ?? uuidv7(context.now),
    visitor: touch.visitor_id === undefined ? visitor : visitorKey(vault, clientId, touch.visitor_id),
    lead_id: lead?.id,
    at: touch.at === undefined ? context.now : Date.parse(touch.at),
    kind: touch.kind,
    channel: touch.channel || KIND_CHANNELS[touch.kind] || channelOf(signs),
    source,
    campaign_id: touch.campaign_id ?? '',
    ad_group_id: touch.ad_group_id ?? '',
    creative_id: touch.creative_id ?? '',
    keyword: touch.keyword ?? '',
    referrer: withoutQuery(touch.referrer),
    page: withoutQuery(touch.page),
    click_key: touch.click_id ? vault.key63(clientId, 'click', touch.click_id) : undefined,
    seconds: touch.seconds,
  };
}

/** Writes rows; those whose id is here already are left alone. Returns how many are new. */
export async function insertTouchpoints(tx: Tx, clientId: string, rows: readonly TouchpointRow[]): Promise<number> {
  if (rows.length === 0) return 0;
  const text = (name: (typeof TEXTS)[number]) => textArray(rows.map((row) => row[name]));
  const result = await sql`
    insert into touchpoint (client_id, id, visitor, lead_id, at, click_key, seconds, ${sql.join(TEXTS.map((name) => sql.ref(name)))})
    select ${clientId}::uuid, t.* from unnest(${uuidArray(rows.map(({ id }) => id))}::uuid[],
      ${int8Array(rows.map(({ visitor }) => visitor))}::bigint[], ${uuidArray(rows.map((row) => row.lead_id))}::uuid[],
      ${timestamptzArray(rows.map(({ at }) => at))}::timestamptz[], ${int8Array(rows.map((row) => row.click_key))}::bigint[],
      ${int4Array(rows.map(({ seconds }) => seconds))}::int[],
      ${sql.join(TEXTS.map((name) => sql`${text(name)}::text[]`))}) as t
    on conflict do nothing`.execute(tx);
  return Number(result.numAffectedRows ?? 0);
}

const TEXTS = [
  'kind',
  'channel',
  'source',
  'campaign_id',
  'ad_group_id',
  'creative_id',
  'keyword',
  'referrer',
  'page',
] as const satisfies readonly (keyof TouchpointRow)[];

/** Writes rows and scores the engagement of everybody they are of. `now` in milliseconds since 1970. */
export async function storeTouchpoints(
  tx: Tx,
  clientId: string,
  rows: readonly TouchpointRow[],
  now: number,
): Promise<number> {
  const stored = await insertTouchpoints(tx, clientId, rows);
  const touched = {
    visitors: rows.map(({ visitor }) => visitor),
    leadIds: rows.flatMap((row) => row.lead_id ?? []),
  };
  if (stored > 0) await refreshEngagement(tx, clientId, touched, now);
  return stored;
}
