/** What a page sent as rows: touchpoints, and forms as they were filled. */
import type { CollectBatch, CollectEvent, CollectSite } from '#contract/collect.ts';
import type { TouchpointCreate } from '#contract/touchpoint.ts';
import type { RegisteredSource } from '#domain/lead-checks/check.ts';
import { prepareIp } from '#domain/lead-checks/prepare/ip.ts';
import { platformOf, platformSigns } from '#domain/lead-checks/source/channels.ts';
import { clickIdOf, networkOf, visitorKey, witnessKey } from '../leads/lead-keys.ts';
import { withoutQuery } from '../leads/record.ts';
import { type TouchpointRow, touchpointRow } from '../leads/touchpoints/store.ts';
import type { Vault } from '../platform/vault/vault.ts';

export interface FormRow {
  id: string;
  site_id: string;
  visitor: bigint;
  form_id: string;
  page: string;
  started_at: number;
  submitted_at: number;
  seconds: number;
  field_count: number;
  key_events: number;
  paste_events: number;
  autofill_events: number;
  silent_fields: number;
  honeypot_filled: boolean;
  cadence_key: bigint | undefined;
  value_names: string[];
  value_keys: bigint[];
  click_key: bigint | undefined;
  ip_key: bigint | undefined;
  net_key: bigint | undefined;
}

export interface CollectRows {
  touchpoints: TouchpointRow[];
  forms: FormRow[];
}

export interface ReadContext {
  vault: Pick<Vault, 'key63'>;
  site: CollectSite;
  sources: readonly RegisteredSource[] | undefined;
  /** Of the visitor, as it reached us. */
  ip: string;
  /** Milliseconds since 1970. */
  now: number;
}

/** The rows of a batch. Times are ours, because clocks of visitors are wrong. */
export function rowsOf(batch: CollectBatch, context: ReadContext): CollectRows {
  return {
    touchpoints: batch.e.map((event) => touchpointOf(event, batch, context)),
    forms: batch.e.flatMap((event) => (event.t === 'form' ? [formOf(event, batch, context)] : [])),
  };
}

const KINDS = { visit: 'visit', view: 'view', start: 'form_start', form: 'form_submit' } as const;

function touchpointOf(event: CollectEvent, batch: CollectBatch, context: ReadContext): TouchpointRow {
  const query = event.t === 'visit' || event.t === 'view' ? event.q : {};
  const referrer = event.t === 'visit' ? event.r : '';
  const clickId = clickIdOf(query);
  const kind: TouchpointCreate['kind'] = event.t === 'visit' && (clickId || paid(query)) ? 'click' : KINDS[event.t];
  return touchpointRow(
    {
      id: event.i,
      visitor_id: batch.v,
      kind,
      page: event.p,
      referrer,
      source: sourceOf(query, referrer, context),
      campaign_id: query.utm_campaign?.slice(0, 200),
      ad_group_id: query.utm_content?.slice(0, 200),
      keyword: query.utm_term,
      utm_medium: query.utm_medium,
      click_id: clickId,
      ...(event.t === 'form' ? { seconds: Math.round(event.b / 1000) } : {}),
    },
    { vault: context.vault, clientId: context.site.client_id, sources: context.sources, now: context.now },
  );
}

const paid = (query: Partial<Record<string, string>>) =>
  /^(cpc|ppc|paid|cpm|display|e?-?mail)/i.test(query.utm_medium ?? '');

/** The registered source that the parameters or the referrer name, else what the link called itself. */
function sourceOf(query: Partial<Record<string, string>>, referrer: string, { sources = [] }: ReadContext): string {
  const said = query.utm_source ?? '';
  const same = sources.find(({ name }) => name.toLowerCase() === said.toLowerCase());
  if (same) return same.name;
  const [sign] = platformSigns({ ...query, ...(referrer ? { referrer } : {}) });
  const platform = sign?.platform;
  const registered = platform && sources.find(({ name }) => platformOf(name) === platform)?.name;
  return (registered || said || platform || '').slice(0, 200);
}

function formOf(event: CollectEvent & { t: 'form' }, batch: CollectBatch, context: ReadContext): FormRow {
  const { vault, site, now } = context;
  const key = (kind: string, value: string | undefined) =>
    value ? vault.key63(site.client_id, kind, value) : undefined;
  const ip = prepareIp(context.ip);
  return {
    id: event.i,
    site_id: site.id,
    visitor: visitorKey(vault, site.client_id, batch.v),
    form_id: event.f,
    page: withoutQuery(event.p),
    started_at: now - event.b,
    submitted_at: now,
    seconds: event.b / 1000,
    field_count: event.n,
    key_events: event.k,
    paste_events: event.v,
    autofill_events: event.a,
    silent_fields: event.s,
    honeypot_filled: event.h,
    cadence_key: key('cadence', event.c),
    value_names: event.w.map(([name]) => name),
    value_keys: event.w.map(([, digest]) => witnessKey(vault, site.client_id, digest)),
    click_key: key('click', clickIdOf(batch.q)),
    ip_key: key('ip', ip.normalised),
    net_key: key('net', networkOf(ip)),
  };
}
