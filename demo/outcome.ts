/** What sales made of a lead: the better it is, the further it comes. */
import type { ConversionStatus } from '#contract/lead.ts';
import type { ClientTemplate } from './clients/template.ts';
import type { Random } from './random.ts';

export interface StatusChange {
  status: ConversionStatus;
  /** Milliseconds since 1970. */
  at: number;
}

export interface Outcome {
  /** In order of time; the last one is where the lead stands. The first is `new`. */
  changes: StatusChange[];
  /** Major units of the client's currency, for a converted lead. */
  revenue: number | undefined;
}

const MINUTE = 60_000;
const DAY = 86_400_000;

/**
 * Plays out a lead created at `createdAt` until `now` (milliseconds since 1970).
 * `quality` is 0 to 1; `reachable` says whether sales can get hold of the person.
 * Reads the same count of random numbers for every lead.
 */
export function playOutcome(
  facts: { client: ClientTemplate; createdAt: number; now: number; quality: number; reachable: boolean },
  lots: OutcomeLots,
): Outcome {
  const { client, createdAt, now, quality, reachable } = facts;
  const changes: StatusChange[] = [{ status: 'new', at: createdAt }];
  let revenue: number | undefined;
  const add = (status: ConversionStatus, from: number, medianMs: number, spread: number, deviate: number) => {
    const at = Math.round(from + medianMs * Math.exp(spread * deviate));
    changes.push({ status, at });
    return at;
  };
  if (lots.contact < (reachable ? 0.62 + 0.34 * quality : 0.12)) {
    const contacted = add('contacted', createdAt, 18 * MINUTE, 1.3, lots.contactDelay);
    if (lots.qualify < (reachable ? 0.06 + 0.54 * quality : 0)) {
      const qualified = add('qualified', contacted, 1.9 * DAY, 0.8, lots.qualifyDelay);
      if (lots.convert < client.closeRate * (0.25 + 1.5 * quality)) {
        add('converted', qualified, 11 * DAY, 0.55, lots.convertDelay);
        revenue =
          Math.round(
            client.revenueMedian * (0.75 + 0.5 * quality) * Math.exp(client.revenueSpread * lots.value) * 100,
          ) / 100;
      } else if (lots.lose < 0.75) {
        add('lost', qualified, 19 * DAY, 0.5, lots.convertDelay);
      }
    } else if (lots.lose < 0.55) {
      add('lost', contacted, 8 * DAY, 0.7, lots.qualifyDelay);
    }
  } else if (lots.lose < 0.4) {
    add('lost', createdAt, 14 * DAY, 0.4, lots.contactDelay);
  }
  const past = changes.filter((change) => change.at <= now);
  return { changes: past, revenue: past.at(-1)?.status === 'converted' ? revenue : undefined };
}

/** The luck of one lead, drawn before anything decides how it is used. */
export interface OutcomeLots {
  contact: number;
  qualify: number;
  convert: number;
  lose: number;
  contactDelay: number;
  qualifyDelay: number;
  convertDelay: number;
  value: number;
}

export function drawOutcomeLots(random: Random): OutcomeLots {
  return {
    contact: random.unit(),
    qualify: random.unit(),
    convert: random.unit(),
    lose: random.unit(),
    contactDelay: random.normal(),
    qualifyDelay: random.normal(),
    convertDelay: random.normal(),
    value: random.normal(),
  };
}
