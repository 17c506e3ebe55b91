/** X02: an earlier lead is very likely the same person, though neither e-mail address nor phone number is the same. */
import type { LeadCheck } from '../check.ts';
import { spanText, timeText } from '../evidence-text.ts';
import { failed, notRun } from '../verdict.ts';

export const x02ProbDup: LeadCheck = {
  id: 'X02_PROB_DUP',
  family: 'duplicate',
  severity: 'dup',
  mode: 'history',
  title: 'Not another lead in disguise',
  run(lead, facts) {
    if (facts.likeness === undefined) return notRun('The lead was not compared with others.');
    const { person } = facts.likeness;
    if (person === undefined) return 'passed';
    // What the exact comparison found already is not found twice.
    const { email, phone } = facts.duplicates ?? {};
    if ([email?.lead_id, phone?.lead_id].includes(person.lead.lead_id)) return 'passed';
    const at = Number.isNaN(lead.createdAt) ? facts.now : lead.createdAt;
    const windowDays = facts.client.duplicate_window_days;
    if (at - person.lead.createdAt > windowDays * 86_400_000) return 'passed';
    return failed(
      `Very likely the person who came ${spanText(at - person.lead.createdAt)} before, from ${person.lead.source}.`,
      [
        { label: 'Earlier lead', value: person.lead.lead_id },
        { label: 'Its source', value: person.lead.source },
        { label: 'Its time', value: timeText(person.lead.createdAt) },
        ...person.steps.map(({ title, level, bits }) => ({ label: title, value: `${level}: ${signed(bits)} bits` })),
        {
          label: 'Match weight',
          value: `${person.weight_bits.toFixed(1)} bits, merged from ${person.line_bits.toFixed(1)}`,
        },
      ],
    );
  },
};

function signed(bits: number): string {
  return `${bits < 0 ? '−' : '+'}${Math.abs(bits).toFixed(1)}`;
}
