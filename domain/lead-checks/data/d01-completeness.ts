/** D01: a field the client requires is missing. */
import type { LeadCheck } from '../check.ts';
import { completeness } from '../completeness.ts';
import { fieldValues } from '../field.ts';
import { failed } from '../verdict.ts';

/** What is required of a lead when the client has not said: the two ways to reach a person, and their name. */
const DEFAULT_REQUIRED = ['email', 'name', 'phone'];

export const d01Completeness: LeadCheck = {
  id: 'D01_COMPLETENESS',
  family: 'data',
  severity: 'info',
  mode: 'offline',
  title: 'Required fields',
  run(lead, facts) {
    const required = facts.client.required_fields ?? DEFAULT_REQUIRED;
    const absent = required.filter((field) => fieldValues(lead, field).length === 0);
    if (absent.length === 0) return 'passed';
    const { share, missing } = completeness(lead, required);
    return failed(
      `${absent.length} of ${required.length} required fields ${absent.length === 1 ? 'is' : 'are'} missing: ${absent.join(', ')}.`,
      [
        { label: 'Missing, required', value: absent.join(', ') },
        { label: 'Missing, all fields', value: missing.map(({ field }) => field).join(', ') },
        { label: 'Completeness', value: `${Math.round(share * 100)} %` },
      ],
    );
  },
};
