/** S01: the lead names a source the client never registered. */
import type { LeadCheck } from '../check.ts';
import { failed, notRun } from '../verdict.ts';
import { nearestSource, registeredSource } from './registered-source.ts';

/** Edits, as a share of the name's length, up to which the nearest source is offered as a correction. */
const TYPO_SHARE = 0.25;

export const s01SourceUnknown: LeadCheck = {
  id: 'S01_SOURCE_UNKNOWN',
  family: 'source',
  severity: 'warn',
  mode: 'offline',
  title: 'Source is registered',
  run({ raw }, { sources }) {
    if (sources === undefined || sources.length === 0) {
      return notRun('The client has not registered any source.');
    }
    if (registeredSource(sources, raw.source)) return 'passed';
    const nearest = nearestSource(sources, raw.source);
    const typo = nearest !== undefined && nearest.distance <= Math.max(1, raw.source.length * TYPO_SHARE);
    return failed(
      typo
        ? `No source is registered as “${raw.source}”; “${nearest.source.name}” is close.`
        : `No source is registered as “${raw.source}”.`,
      [
        { label: 'Source given', value: raw.source },
        ...(nearest
          ? [
              { label: 'Nearest registered source', value: nearest.source.name },
              { label: 'Edits between them', value: String(nearest.distance) },
            ]
          : []),
      ],
      typo ? { suggestion: nearest.source.name } : {},
    );
  },
};
