/** A clean world with a known share of frauds put in, for the benchmark of what the audit finds and whom it accuses. */
import type { DemoLead } from '../compose.ts';
import { CLIENT_TEMPLATES, DEMO_NOW, demoLeads } from '../leads.ts';
import { seededRandom } from '../random.ts';
import { demoWorld } from '../world.ts';
import { FRAUD_KINDS, type FraudKind, stockOf } from './base.ts';
import { bots } from './bots.ts';
import { clickInjection } from './clicks.ts';
import { farm } from './farm.ts';
import { geoFakes } from './places.ts';
import { resold } from './resold.ts';

export interface InjectedWorld {
  /** Oldest first. */
  leads: DemoLead[];
  /** By external id; who is not here is honest. */
  frauds: Map<string, FraudKind>;
  /** Honest leads whose own noise (a throw-away mailbox, a browser that calls itself a program) is a sign of fraud. */
  noisy: Set<string>;
}

const NOISE_THAT_SIGNS = /^(disposable_email|bot_agent)-/;

/**
 * About `count` honest leads of the solar client in a year, and frauds that are `rate` of all leads, a fifth of each
 * kind. The same arguments give the same world.
 */
export function injectedWorld({ seed, count, rate }: { seed: number; count: number; rate: number }): InjectedWorld {
  const base = demoWorld({
    seed,
    now: DEMO_NOW,
    scale: count / CLIENT_TEMPLATES.halcyon.leads,
    clean: true,
    only: 'halcyon',
  });
  const clean = Array.from(base.leads());
  const noisy = new Set(
    base.faults.filter(({ id }) => NOISE_THAT_SIGNS.test(id)).flatMap(({ external_ids }) => external_ids),
  );
  const random = seededRandom(`injected/${seed}/${rate}`);
  const each = Math.round((clean.length * rate) / (1 - rate) / FRAUD_KINDS.length);
  // Other people, so that nobody is a duplicate by accident; three to choose from for every one that is needed.
  const stock = stockOf(Array.from(demoLeads({ seed: seed + 7_000_000, count: each * 15 + 400 })), random);
  const made: Record<FraudKind, DemoLead[]> = {
    bots: bots(each, stock, random),
    farm: farm(each, stock, random),
    resold: resold(each, clean, stock, random),
    click_injection: clickInjection(each, stock, random),
    geo_fake: geoFakes(each, stock, random),
  };
  const frauds = new Map<string, FraudKind>();
  const injected = FRAUD_KINDS.flatMap((kind) =>
    made[kind].map((lead, index) => {
      const id = `FRAUD-${kind}-${index}`;
      frauds.set(id, kind);
      return { ...lead, external_id: id };
    }),
  );
  const leads = [...clean, ...injected].sort((a, b) => (a.created_at < b.created_at ? -1 : 1));
  return { leads, frauds, noisy };
}
