/** The demo world: three clients, twelve months of leads up to now, what was planted in them, and the visits before. */

import type * as z from 'zod';
import type { ConversionStatus } from '#contract/lead.ts';
import type { ClientCreate, ClientSettings, Source } from '#contract/workspace.ts';
import { DAY_MS, localMidnight } from './calendar.ts';
import { type CampaignTemplate, CLIENT_KEYS, type ClientKey, type ClientTemplate } from './clients/template.ts';
import type { DemoLead } from './compose.ts';
import { type Draft, demoClientId, drafts } from './drafts.ts';
import { FAULT_PLANS, type FaultKind, type FaultPlan } from './fault-plans.ts';
import { CLIENT_TEMPLATES } from './leads.ts';
import type { NOISE_KINDS, NoiseKind } from './noise.ts';
import { plantersFor } from './planting.ts';
import { type DemoTouchpoint, touchpointsOf } from './touchpoints.ts';

export interface DemoCampaign extends Omit<CampaignTemplate, 'startsDaysAgo' | 'stopsDaysAgo'> {
  /** ISO 8601 days in the client's zone; `stops_on` is absent while it runs. */
  starts_on: string;
  stops_on?: string;
}

export interface DemoClient extends z.infer<typeof ClientCreate> {
  key: ClientKey;
  id: string;
  industry: string;
  settings: z.infer<typeof ClientSettings>;
  sources: readonly z.infer<typeof Source>[];
  campaigns: readonly DemoCampaign[];
}

/** Something wrong that an audit should find: planted on purpose, or the noise of any real list. */
export interface PlantedFault {
  id: string;
  kind: FaultKind | 'background';
  client: ClientKey;
  source?: string;
  /** First and last lead's created_at, ISO 8601. */
  from: string;
  to: string;
  title: string;
  expectation: string;
  /** Every one of these checks fails on every lead; of `any_check` at least one does. */
  every_check: readonly string[];
  any_check: readonly string[];
  expected_status?: 'fraudulent' | 'invalid';
  external_ids: string[];
  /** Where the leads repeat earlier ones: the earlier lead of each, in the same order. */
  earlier_ids?: string[];
}

export interface DemoStatusChange {
  client: ClientKey;
  external_id: string;
  status: ConversionStatus;
  at: string;
}

export interface DemoJourney {
  /** Of the lead. */
  external_id: string;
  touchpoints: DemoTouchpoint[];
}

export interface DemoWorld {
  clients: DemoClient[];
  /** Client by client, oldest first. */
  leads(): Generator<DemoLead>;
  /** Every status each lead has had, `new` first. */
  statusChanges(): Generator<DemoStatusChange>;
  touchpoints(): Generator<DemoTouchpoint>;
  /** The touchpoints around each lead, in the order of the leads. */
  journeys(): Generator<DemoJourney>;
  /** Planted faults first, then the background noise, client by client. Worked out when first asked for. */
  readonly faults: PlantedFault[];
}

/**
 * Builds the world. The same seed, instant and scale give the same world; `scale` 1 is about 50,000 leads.
 * `clean` leaves the planted faults out and changes nothing else: every other lead is the same. So does `only`, which
 * leaves out all clients but one.
 */
export function demoWorld(options: {
  seed: number;
  now: Date;
  scale?: number;
  clean?: boolean;
  only?: ClientKey;
}): DemoWorld {
  const { seed, scale = 1, clean = false, only } = options;
  const now = options.now.getTime();
  const keys = only === undefined ? CLIENT_KEYS : [only];
  const templates = keys.map((key) => CLIENT_TEMPLATES[key]);

  function* allDrafts(
    record: (plan: FaultPlan, draft: Draft, earlierId: string | undefined) => void = () => {},
  ): Generator<Draft> {
    for (const client of templates) {
      const planters = clean ? [] : plantersFor(client.key, seed, record);
      yield* drafts({ client, seed, now, count: Math.round(client.leads * scale), planters });
    }
  }
  function* journeys(): Generator<DemoJourney> {
    for (const draft of allDrafts()) {
      yield { external_id: draft.lead.external_id, touchpoints: touchpointsOf(draft, seed, now) };
    }
  }
  let faults: PlantedFault[] | undefined;
  return {
    clients: templates.map((template) => demoClient(template, now)),
    *leads() {
      for (const { lead } of allDrafts()) yield lead;
    },
    *statusChanges() {
      for (const { lead, statusChanges } of allDrafts()) {
        for (const { status, at } of statusChanges) {
          yield { client: lead.client, external_id: lead.external_id, status, at: new Date(at).toISOString() };
        }
      }
    },
    *touchpoints() {
      for (const { touchpoints } of journeys()) yield* touchpoints;
    },
    journeys,
    get faults() {
      faults ??= findFaults(allDrafts);
      return faults;
    },
  };
}

function demoClient(template: ClientTemplate, now: number): DemoClient {
  const today = localMidnight(template.timeZone, now);
  const day = (daysAgo: number) => new Date(today + DAY_MS / 2 - daysAgo * DAY_MS).toISOString().slice(0, 10);
  return {
    key: template.key,
    id: demoClientId(template.key),
    name: template.name,
    industry: template.industry,
    currency: template.currency,
    time_zone: template.timeZone,
    country: template.country,
    settings: template.settings,
    sources: template.sources.map(({ name, kind, price_minor, max_age_seconds, countries }) => ({
      name,
      kind,
      price_minor,
      max_age_seconds,
      countries,
    })),
    campaigns: template.campaigns.map(({ startsDaysAgo, stopsDaysAgo, ...rest }) => ({
      ...rest,
      starts_on: day(startsDaysAgo),
      ...(stopsDaysAgo > 0 ? { stops_on: day(stopsDaysAgo) } : {}),
    })),
  };
}

type AllDrafts = (record: (plan: FaultPlan, draft: Draft, earlierId: string | undefined) => void) => Iterable<Draft>;

function findFaults(allDrafts: AllDrafts): PlantedFault[] {
  const planted = new Map(FAULT_PLANS.map((plan) => [plan.id, emptyFault(plan)]));
  const background = new Map<string, PlantedFault>();
  const record = (plan: FaultPlan, draft: Draft, earlierId: string | undefined) =>
    addLead(planted.get(plan.id)!, draft.lead, earlierId);
  for (const { lead, noise, repeats } of allDrafts(record)) {
    for (const kind of repeats === undefined ? noise : [...noise, 'duplicate' as const]) {
      const id = `${kind}-${lead.client}`;
      const fault = background.get(id) ?? backgroundFault(id, kind, lead.client);
      background.set(id, fault);
      addLead(fault, lead, kind === 'duplicate' ? repeats : undefined);
    }
  }
  return [...planted.values(), ...background.values()].filter((fault) => fault.external_ids.length > 0);
}

function addLead(fault: PlantedFault, lead: DemoLead, earlierId: string | undefined): void {
  if (fault.external_ids.length === 0) fault.from = lead.created_at;
  fault.to = lead.created_at;
  fault.external_ids.push(lead.external_id);
  if (earlierId === undefined) return;
  fault.earlier_ids ??= [];
  fault.earlier_ids.push(earlierId);
}

function emptyFault(plan: FaultPlan): PlantedFault {
  const { id, kind, client, source, title, expectation, everyCheck, anyCheck, expectedStatus } = plan;
  return {
    id,
    kind,
    client,
    source,
    from: '',
    to: '',
    title,
    expectation,
    every_check: everyCheck,
    any_check: anyCheck,
    ...(expectedStatus === undefined ? {} : { expected_status: expectedStatus }),
    external_ids: [],
  };
}

/** What each kind of noise is, and the checks of which at least one should fail on it. */
const BACKGROUND: Readonly<Record<NoiseKind | 'duplicate', readonly [title: string, checks: readonly string[]]>> = {
  duplicate: ['The same person comes again', ['X01_EXACT_DUP']],
  typo_domain: ['Slip of the finger in the domain', ['E02_TYPO_DOMAIN', 'E03_TLD_UNKNOWN']],
  role_address: ['Address of a role, not of a person', ['E07_ROLE']],
  broken_email: ['Address that breaks the grammar', ['E01_SYNTAX']],
  disposable_email: ['Address that lives for minutes', ['E06_DISPOSABLE']],
  invalid_phone: ['Words or too few digits for a number', ['P01_PARSE', 'P02_INVALID_RANGE']],
  swapped_name: ['Given and family name swapped', ['N03_SWAPPED']],
  garbage_name: ['Keys struck at random', ['N01_GARBAGE', 'N02_KNOWN_FAKE']],
  fake_name: ['Placeholder instead of a name', ['N01_GARBAGE', 'N02_KNOWN_FAKE']],
  missing_phone: ['No phone', ['D01_COMPLETENESS']],
  missing_name: ['No name', ['D01_COMPLETENESS']],
  missing_address: ['No address beside the country', ['D01_COMPLETENESS']],
  no_consent: ['No record of consent', ['C01_NO_CONSENT']],
  late_delivery: ['Handed over after twice the age agreed on', ['S04_LEAD_AGE']],
  bot_agent: ['A person whose browser calls itself a program', ['B01_BOT_UA']],
};

/** A gap is only a finding where the client asks for the field. */
const WANTED_FIELD: Partial<Record<NoiseKind | 'duplicate', string>> = {
  missing_phone: 'phone',
  missing_name: 'name',
  missing_address: 'address.postal_code',
};

function backgroundFault(
  id: string,
  kind: (typeof NOISE_KINDS)[number] | 'duplicate',
  client: ClientKey,
): PlantedFault {
  const [title, checks] = BACKGROUND[kind];
  const field = WANTED_FIELD[kind];
  const wanted = field === undefined || CLIENT_TEMPLATES[client].settings.required_fields.includes(field);
  return {
    id,
    kind: 'background',
    client,
    from: '',
    to: '',
    title,
    expectation: 'Noise of any real list.',
    every_check: [],
    any_check: wanted ? checks : [],
    external_ids: [],
  };
}
