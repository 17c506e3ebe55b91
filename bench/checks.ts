/** How many leads per second one core prepares and checks, without DNS. Prints the figure when run by itself. */
import { pathToFileURL } from 'node:url';
import type { LeadCreate } from '#contract/lead.ts';
import type { Facts, RegisteredSource } from '#domain/lead-checks/check.ts';
import { prepareLead } from '#domain/lead-checks/prepare.ts';
import { runChecks } from '#domain/lead-checks/run.ts';

const LEADS = 20_000;
const ROUNDS = 3;
const NOW = Date.UTC(2026, 2, 1, 12);

const GIVEN =
  'James Mary Jürgen Zoë Nguyễn Priya Karol Siobhán Fatima Ivan Olga 小明 Thiago Ingrid Mehmet Ana Wojciech Aoife'.split(
    ' ',
  );
const FAMILY =
  "Smith O'Brien Müller Szczepański García Patel Dubois Rossi Kowalski Ivanov Hansen Yılmaz Okonkwo Tanaka Silva Novák van-Dijk Test".split(
    ' ',
  );
const DOMAINS =
  'gmail.com yahoo.co.uk hotmail.com gmial.com outlook.de northwind.com acme-widgets.io mailinator.com siemens.com gmx.net web.de contoso.co.uk'.split(
    ' ',
  );
const PHONES: [country: string, number: (digits: string) => string][] = [
  ['US', (digits) => `(212) ${digits.slice(0, 3)}-${digits.slice(3, 7)}`],
  ['US', (digits) => `+1 415${digits}`],
  ['GB', (digits) => `07911 ${digits.slice(0, 6)}`],
  ['DE', (digits) => `+49 151 ${digits}1`],
  ['FR', (digits) => `06 ${digits}1`],
  ['IN', (digits) => `+91 98${digits}1`],
  ['BR', (digits) => `(11) 9${digits}1`],
  ['US', (digits) => `555-${digits.slice(0, 4)}`],
];
const AGENTS = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:133.0) Gecko/20100101 Firefox/133.0',
  'python-requests/2.32.3',
];
const COMPANIES = [
  'Northwind Traders Ltd',
  'Acme Widgets, Inc.',
  'Siemens AG',
  'Contoso plc',
  'Müller & Söhne GmbH & Co. KG',
];
const SOURCES: RegisteredSource[] = [
  { name: 'Google Ads', kind: 'paid_search', max_age_seconds: 300 },
  { name: 'Facebook', kind: 'paid_social' },
  { name: 'Acme Partners', kind: 'partner' },
];

const FACTS: Facts = {
  now: NOW,
  client: {
    country: 'US',
    company_email_wanted: true,
    consent_required: ['email'],
    required_fields: ['company'],
    duplicate_window_days: 90,
  },
  sources: SOURCES,
  duplicates: {},
};

/** The lead of a given number; neighbouring numbers differ in nearly every field, so that no cache helps. */
function leadOf(number: number): LeadCreate {
  const pick = <T>(list: readonly T[], step: number): T => list[Math.floor(number / step) % list.length]!;
  const given = pick(GIVEN, 1);
  const family = pick(FAMILY, 7);
  const digits = String((number * 7_919_337 + 2_345_678) % 10_000_000).padStart(7, '2');
  const [country, format] = pick(PHONES, 1);
  const created = NOW - (number % 86_400) * 1000;
  return {
    client_id: '0197b6f0-0000-7000-8000-000000000001',
    email: `${given}.${family}${number}@${pick(DOMAINS, 1)}`.normalize('NFD').replace(/[^\x21-\x7E]/g, ''),
    name: `${given} ${family}`,
    phone: format(digits),
    company: pick(COMPANIES, 3),
    source: pick(['Google Ads', 'Facebook', 'Gogle Ads'], 2),
    source_details: {
      campaign_id: String(number),
      utm_source: 'google',
      utm_medium: 'cpc',
      referrer: 'https://www.google.com/',
      gclid: `EAIa${number}`,
    },
    address: { country, city: 'San Francisco', region: 'California', postal_code: '94105' },
    device: {
      ip: `${(number % 200) + 20}.${number % 251}.${number % 241}.${number % 239}`,
      user_agent: pick(AGENTS, 1),
      platform_hint: 'Windows',
      mobile_hint: false,
      language: 'en-US',
      time_zone: 'America/New_York',
      time_zone_offset_minutes: 300,
    },
    form: {
      seconds_on_form: number % 90,
      field_count: 6,
      key_events: number % 120,
      paste_events: 0,
      autofill_events: number % 5,
      honeypot: '',
    },
    consent: { given_at: new Date(created - 5000).toISOString(), text_version: '3', channels: ['email'] },
    clicked_at: new Date(created - 60_000).toISOString(),
    created_at: new Date(created).toISOString(),
    delivered_at: new Date(created + 30_000).toISOString(),
  };
}

/** Prepares and checks 20,000 varied leads on one core; the best of three rounds, so that the first may warm up. */
export async function benchChecks(): Promise<{ leads_per_second: number }> {
  const leads = Array.from({ length: LEADS }, (_, number) => leadOf(number));
  let best = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    for (const lead of leads) runChecks(prepareLead(lead, { country: 'US', now: NOW }), FACTS);
    best = Math.max(best, LEADS / ((performance.now() - start) / 1000));
  }
  return { leads_per_second: Math.round(best) };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) console.log(await benchChecks());
