/** S05: what was delivered differs from what the client's own form saw when it was sent. */
import type { LeadCheck } from '../check.ts';
import { timeText } from '../evidence-text.ts';
import { failed, notRun } from '../verdict.ts';

export const s05DataIntegrity: LeadCheck = {
  id: 'S05_DATA_INTEGRITY',
  family: 'source',
  severity: 'fraud',
  mode: 'history',
  title: 'As the form saw it',
  run(_, { witness }) {
    if (witness === undefined) return notRun('Our form tag did not see this form being sent.');
    if (witness.differing.length + witness.agreeing.length === 0) {
      return notRun('The form that our tag saw has no field to hold the lead against.');
    }
    if (witness.differing.length === 0) return 'passed';
    const fields = witness.differing.join(', ');
    return failed(`Delivered otherwise than the form saw it: ${fields}.`, [
      { label: 'Fields that differ', value: fields },
      { label: 'Fields that agree', value: witness.agreeing.join(', ') || 'none' },
      { label: 'Form sent', value: timeText(witness.at) },
      { label: 'Forms of the visitor around then', value: String(witness.forms) },
    ]);
  },
};
