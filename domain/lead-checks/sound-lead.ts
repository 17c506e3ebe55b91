/** A sound lead and the facts around it, for tests to spoil one thing at a time. */
import type { LeadCreate } from '#contract/lead.ts';
import type { Facts, LeadCheck, PreparedLead, Verdict } from './check.ts';
import { prepareLead } from './prepare.ts';

export const NOW = Date.parse('2026-03-10T12:00:00Z');

const CHROME =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36';

/** What a seller delivers when all is well. */
export const SOUND_LEAD: LeadCreate = {
  client_id: '0195f3a0-0000-7000-8000-000000000001',
  email: 'maria.lindqvist@northwindlogistics.com',
  name: 'Maria Lindqvist',
  phone: '+1 415 836 2291',
  company: 'Northwind Logistics',
  source: 'Google Ads',
  source_details: {
    campaign_id: '20417',
    utm_source: 'google',
    utm_medium: 'cpc',
    referrer: 'https://www.google.com/',
    gclid: 'EAIaIQobChMIx7zq',
  },
  address: { city: 'San Francisco', region: 'California', postal_code: '94105', country: 'US' },
  device: {
    ip: '73.189.20.15',
    user_agent: CHROME,
    platform_hint: 'Windows',
    mobile_hint: false,
    language: 'en-US',
    time_zone: 'America/Los_Angeles',
    time_zone_offset_minutes: 480,
  },
  form: {
    form_id: 'quote',
    seconds_on_form: 41.5,
    field_count: 6,
    key_events: 88,
    paste_events: 0,
    autofill_events: 0,
    honeypot: '',
  },
  consent: {
    given_at: '2026-03-09T17:59:40Z',
    text_version: '2026-01',
    form_id: 'quote',
    channels: ['email', 'phone'],
  },
  clicked_at: '2026-03-09T17:58:02Z',
  created_at: '2026-03-09T18:00:00Z',
  delivered_at: '2026-03-09T18:00:30Z',
};

/** The sound lead with some fields replaced; `undefined` takes a field away. */
export function leadWith(changes: Partial<LeadCreate> = {}): PreparedLead {
  return prepareLead({ ...SOUND_LEAD, ...changes }, { now: NOW });
}

export function factsWith(changes: Partial<Omit<Facts, 'client'>> & { client?: Partial<Facts['client']> } = {}): Facts {
  return {
    now: NOW,
    sources: [
      { name: 'Google Ads', kind: 'paid_search', max_age_seconds: 300 },
      { name: 'Acme Partners', kind: 'partner' },
    ],
    duplicates: {},
    ...changes,
    client: { duplicate_window_days: 90, consent_required: ['email'], ...changes.client },
  };
}

/** Outcome of a verdict in one word. */
export function outcomeOf(verdict: Verdict): string {
  return verdict === 'passed' ? 'passed' : verdict.outcome;
}

/** Runs a check on the sound lead with some things changed, and gives the whole verdict. */
export function verdictOf(
  check: LeadCheck,
  lead: Partial<LeadCreate> = {},
  facts: Parameters<typeof factsWith>[0] = {},
): Verdict {
  return check.run(leadWith(lead), factsWith(facts), []);
}

/** A failed verdict, or an error saying what came instead. */
export function failureOf(verdict: Verdict): Extract<Verdict, { outcome: 'failed' }> {
  if (verdict === 'passed' || verdict.outcome !== 'failed')
    throw new Error(`not failed but ${JSON.stringify(verdict)}`);
  return verdict;
}
