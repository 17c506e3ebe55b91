/** All findings of a period, most money first. */
import type { Finding } from '#contract/analytics.ts';
import type { FindingFacts } from './facts.ts';
import { doubleSelling, sharedContacts } from './repeat-findings.ts';
import { segmentFindings } from './segment-findings.ts';
import {
  BAD_PHONES,
  CAMPAIGN_LOST,
  CLICK_ID_LOST,
  FRAUD_SOURCE,
  LOW_VALIDITY,
  lossFindings,
  signFindings,
} from './sign-findings.ts';
import { volumeAnomalies } from './volume-anomaly.ts';
import { volumeChanges } from './volume-change.ts';

const SEVERITY_ORDER: readonly Finding['severity'][] = ['bad', 'warn', 'info'];

/** `otherPeople`: see `sharedContacts`. */
export function rankedFindings(facts: FindingFacts, otherPeople: ReadonlyMap<string, number>): Finding[] {
  const causes = [
    ...signFindings(facts, FRAUD_SOURCE),
    ...signFindings(facts, BAD_PHONES),
    ...sharedContacts(facts, otherPeople),
    ...doubleSelling(facts),
    ...signFindings(facts, CLICK_ID_LOST),
    ...lossFindings(facts, CAMPAIGN_LOST),
  ];
  // Where a cause is named, that its leads are invalid is no news, and their money would count twice.
  const explained = new Set(causes.map(({ filter }) => filter.source));
  const invalid = signFindings(facts, LOW_VALIDITY).filter(({ filter }) => !explained.has(filter.source));
  const told = new Set([...explained, ...invalid.map(({ filter }) => filter.source)]);
  const segments = segmentFindings(facts).filter(({ filter }) => !told.has(filter.source));
  const changes = volumeChanges(facts);
  // A burst of bad leads is told as that, and a source that changed for good needs no line per day.
  for (const { filter } of changes) told.add(filter.source);
  const days = volumeAnomalies(facts).filter(({ filter }) => !told.has(filter.source));
  return [...causes, ...invalid, ...segments, ...changes, ...days].sort(
    (a, b) =>
      (b.at_stake_minor ?? -1) - (a.at_stake_minor ?? -1) ||
      SEVERITY_ORDER.indexOf(a.severity) - SEVERITY_ORDER.indexOf(b.severity) ||
      b.leads - a.leads ||
      (a.id < b.id ? -1 : 1),
  );
}
