/** Reads what was known of some leads from PostgreSQL, in the transaction that stores them: the same columns as in bulk. */
import { sql } from 'kysely';
import type { Connection } from '../../platform/db.ts';
import { deedWeights } from './bulk.ts';
import { CAPTURE_CHECKS, type LeadColumns } from './features.ts';

interface LeadFacts {
  id: string;
  at: number;
  hour: string;
  weekday: string;
  source: string;
  campaign: string;
  country: string;
  region: string;
  email_domain: string;
  phone_type: string;
  checks_failed: number;
  completeness: number;
  quality_points: number;
  seconds_on_form: number;
  minutes_since_click: number;
  touches: number;
  seconds_seen: number;
  engagement: number;
}

/** The leads with these ids, column by column, in no order; ids not in scope are left out. */
export async function columnsOf(
  db: Connection,
  clientId: string,
  zone: string,
  ids: readonly string[],
): Promise<LeadColumns> {
  const { kinds, points, half_lives_ms } = deedWeights();
  const { rows } = await sql<LeadFacts>`
    select l.id, extract(epoch from l.created_at)::float8 * 1000 as at,
      extract(hour from l.created_at at time zone ${zone})::int::text as hour,
      extract(isodow from l.created_at at time zone ${zone})::int::text as weekday,
      l.source, l.campaign_id as campaign, l.country,
      case l.region when '' then '' else l.country || '-' || l.region end as region, l.email_domain, l.phone_type,
      (select count(*) from unnest(l.flags) as flag where flag = any(${CAPTURE_CHECKS}::text[]))::float8 as checks_failed,
      l.completeness::float8 as completeness, l.quality_score::float8 as quality_points,
      coalesce(l.seconds_on_form, -1)::float8 as seconds_on_form,
      case when l.clicked_at <= l.created_at then extract(epoch from l.created_at - l.clicked_at)::float8 / 60 else -1 end
        as minutes_since_click,
      deeds.touches, deeds.seconds_seen, round(deeds.engagement::numeric, 3)::float8 as engagement
    from lead l cross join lateral (
      select count(*)::float8 as touches, coalesce(sum(t.seconds), 0)::float8 as seconds_seen,
        coalesce(sum(w.points * exp(-ln(2::float8) * extract(epoch from l.created_at - t.at)::float8 * 1000 / w.half_life)), 0)
          as engagement
      from touchpoint t join unnest(${kinds}::text[], ${points}::float8[], ${half_lives_ms}::float8[])
        as w(kind, points, half_life) on w.kind = t.kind
      where t.client_id = l.client_id and t.visitor = l.visitor and t.at < l.created_at and t.kind <> 'form_submit'
    ) as deeds
    where l.client_id = ${clientId} and l.id = any(${ids}::uuid[])`.execute(db);
  const column = <K extends keyof LeadFacts>(name: K) => rows.map((row) => row[name]);
  return {
    id: column('id'),
    at: column('at'),
    hour: column('hour'),
    weekday: column('weekday'),
    source: column('source'),
    campaign: column('campaign'),
    country: column('country'),
    region: column('region'),
    email_domain: column('email_domain'),
    phone_type: column('phone_type'),
    checks_failed: column('checks_failed'),
    completeness: column('completeness'),
    quality_points: column('quality_points'),
    seconds_on_form: column('seconds_on_form'),
    minutes_since_click: column('minutes_since_click'),
    touches: column('touches'),
    seconds_seen: column('seconds_seen'),
    engagement: column('engagement'),
  };
}
