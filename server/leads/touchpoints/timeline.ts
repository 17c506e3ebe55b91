/** The way of one lead: what its person did, the leads that came of it, and what became of them. */
import { sql } from 'kysely';
import type { LeadTimeline, TimelineStep, TouchpointKind } from '#contract/touchpoint.ts';
import { scoringInstant, touchPoints } from '#domain/engagement/score.ts';
import { clientsFor, type Principal, scopeOf } from '../../platform/access.ts';
import { inScope, type Tx } from '../../platform/db.ts';
import { notFound } from '../../platform/errors.ts';
import { int8Array, uuidArray } from '../../platform/pg-arrays.ts';
import type { LeadDeps } from '../deps.ts';
import { type EngagementFacts, loadEngagement, type Member, membersOf } from './engagement-queries.ts';

/** Newest touchpoints, forms and changes of status that are shown. */
const STEPS_MAX = 500;

interface LeadFacts {
  client_id: string;
  identity_id: string;
  created_at: Date;
  conversion_status: string;
  conversion_date: Date | null;
  engagement_score: number;
}

/** Everything that happened on the way of the lead's person, oldest first. Throws 404 for what is not in reach. */
export async function getTimeline(deps: LeadDeps, principal: Principal, id: string): Promise<LeadTimeline> {
  const clients = clientsFor(principal, 'lead.read');
  return await inScope(deps.db, scopeOf(principal, clients), async (tx) => {
    const lead = await tx
      .selectFrom('lead')
      .select(['client_id', 'identity_id', 'created_at', 'conversion_status', 'conversion_date', 'engagement_score'])
      .where('id', '=', id)
      .where('client_id', '=', sql<string>`any(${clients}::uuid[])`)
      .executeTakeFirst();
    if (lead === undefined) throw notFound();
    const engagement = await loadEngagement(tx, lead.client_id);
    const asOf = engagement.asOf ?? scoringInstant(deps.clock());
    const person = personOf(lead, await membersOf(tx, lead.client_id, [id]));
    const touches = await findTouches(tx, person);
    // The tag gives a form and its sending the same id: they are one step.
    const forms = new Map((await findForms(tx, person)).map((step) => [step.id, step]));
    const touched = touches.rows.map((row) => {
      const form = forms.get(row.id);
      forms.delete(row.id);
      return { ...touchStep(row, engagement, asOf), ...(form ? { seconds: form.seconds, form: form.form } : {}) };
    });
    const steps = [...touched, ...forms.values(), ...(await findLeadSteps(tx, person))]
      // Of what happened in the same instant the touch comes first, because it led to the rest.
      .sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || Number(b.kind in RANK) - Number(a.kind in RANK));
    return {
      lead_id: id,
      identity_id: lead.identity_id,
      steps,
      hidden: touches.all - touches.rows.length,
      ...measuresOf(lead, touches),
      engagement: {
        score: lead.engagement_score,
        as_of: new Date(asOf).toISOString(),
        cap: engagement.rules.cap,
      },
    };
  });
}

const RANK = Object.freeze({ impression: 0, click: 0, visit: 0, view: 0, form_start: 0, form_submit: 0 });

interface TouchRow {
  id: string;
  at: Date;
  kind: TouchpointKind;
  channel: string;
  source: string;
  campaign_id: string;
  ad_group_id: string;
  creative_id: string;
  keyword: string;
  referrer: string;
  page: string;
  seconds: number | null;
}

interface Touches {
  rows: TouchRow[];
  all: number;
  /** Before the conversion, and when the first of them was. */
  before: number;
  first: Date | null;
}

/** Whose way it is: all leads and visitors of the lead's person. */
interface Person extends LeadFacts {
  leads: Buffer;
  visitors: Buffer;
}

const personOf = (lead: LeadFacts, members: readonly Member[]): Person => ({
  ...lead,
  leads: uuidArray(members.map(({ id }) => id)),
  visitors: int8Array([...new Set(members.map(({ visitor }) => visitor))]),
});

async function findTouches(tx: Tx, lead: Person): Promise<Touches> {
  const end = lead.conversion_status === 'converted' ? lead.conversion_date : null;
  const { rows } = await sql<TouchRow & { all: number; before: number; first: Date | null }>`
    with touch as (
      select * from touchpoint where client_id = ${lead.client_id} and visitor = any(${lead.visitors}::bigint[])
      union
      select * from touchpoint where client_id = ${lead.client_id} and lead_id = any(${lead.leads}::uuid[]))
    select id, at, kind, channel, source, campaign_id, ad_group_id, creative_id, keyword, referrer, page, seconds,
      count(*) over ()::int as all,
      count(*) filter (where at <= coalesce(${end}::timestamptz, 'infinity')) over ()::int as before,
      min(at) over () as first
    from touch order by at desc, id desc limit ${STEPS_MAX}`.execute(tx);
  const [newest] = rows;
  return { rows, all: newest?.all ?? 0, before: newest?.before ?? 0, first: newest?.first ?? null };
}

function touchStep(row: TouchRow, { rules }: EngagementFacts, asOf: number): TimelineStep {
  const texts = [
    'channel',
    'source',
    'campaign_id',
    'ad_group_id',
    'creative_id',
    'keyword',
    'referrer',
    'page',
  ] as const;
  const points = Math.round(touchPoints(rules, { kind: row.kind, at: row.at.getTime() }, asOf) * 100) / 100;
  return {
    id: row.id,
    at: row.at.toISOString(),
    kind: row.kind,
    ...Object.fromEntries(texts.flatMap((name) => (row[name] === '' ? [] : [[name, row[name]]]))),
    ...(row.seconds === null ? {} : { seconds: row.seconds }),
    ...(points > 0 ? { points } : {}),
  };
}

interface FormRow {
  id: string;
  at: Date;
  page: string;
  seconds: number;
  form_id: string;
  field_count: number;
  key_events: number;
  paste_events: number;
  autofill_events: number;
  silent_fields: number;
  honeypot_filled: boolean;
}

async function findForms(tx: Tx, lead: Person): Promise<TimelineStep[]> {
  const { rows } = await sql<FormRow>`
    select f.id, f.submitted_at as at, f.page, f.seconds, f.form_id, f.field_count, f.key_events, f.paste_events,
      f.autofill_events, f.silent_fields, f.honeypot_filled
    from form_session f where f.client_id = ${lead.client_id} and f.visitor = any(${lead.visitors}::bigint[])
    order by f.submitted_at desc, f.id desc limit ${STEPS_MAX}`.execute(tx);
  return rows.map(({ id, at, page, seconds, ...form }) => ({
    id,
    at: at.toISOString(),
    kind: 'form',
    ...(page === '' ? {} : { page }),
    seconds,
    form,
  }));
}

/** The leads of the person and what became of them. */
async function findLeadSteps(tx: Tx, lead: Person): Promise<TimelineStep[]> {
  const { rows } = await sql<{ lead_id: string; at: Date; source: string; status: string | null }>`
    (select id as lead_id, created_at as at, source, null as status
      from lead where client_id = ${lead.client_id} and id = any(${lead.leads}::uuid[]))
    union all
    (select lead_id, at, '', detail ->> 'to' from lead_event
      where client_id = ${lead.client_id} and lead_id = any(${lead.leads}::uuid[]) and kind = 'status'
      order by at desc limit ${STEPS_MAX})`.execute(tx);
  return rows.map(({ lead_id, at, source, status }) => ({
    at: at.toISOString(),
    lead_id,
    ...(status === null ? { kind: 'lead' as const, source } : { kind: 'status' as const, status }),
  }));
}

function measuresOf(lead: LeadFacts, { before, first }: Touches) {
  const since = (end: Date) => (first === null ? undefined : Math.max(0, (end.getTime() - first.getTime()) / 1000));
  const toLead = since(lead.created_at);
  const converted = lead.conversion_status === 'converted' ? lead.conversion_date : null;
  const toConvert = converted === null ? undefined : since(converted);
  return {
    touches: before,
    ...(first === null ? {} : { first_touch_at: first.toISOString() }),
    ...(toLead === undefined ? {} : { seconds_to_lead: toLead }),
    ...(toConvert === undefined ? {} : { seconds_to_convert: toConvert }),
  };
}
