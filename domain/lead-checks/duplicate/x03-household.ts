/** X03: an earlier lead has the same phone number or address and another name. Not against the lead: worth knowing. */
import type { LeadCheck } from '../check.ts';
import { timeText } from '../evidence-text.ts';
import { failed, notRun } from '../verdict.ts';

export const x03Household: LeadCheck = {
  id: 'X03_HOUSEHOLD',
  family: 'duplicate',
  severity: 'info',
  mode: 'history',
  title: 'Shares no phone or address with another person',
  run(_, facts) {
    if (facts.likeness === undefined) return notRun('The lead was not compared with others.');
    const { household } = facts.likeness;
    if (household === undefined) return 'passed';
    const shared = household.shared.join(' and ');
    return failed(`An earlier lead with another name has the same ${shared}.`, [
      { label: 'Shared', value: shared },
      { label: 'Earlier lead', value: household.lead.lead_id },
      { label: 'Its source', value: household.lead.source },
      { label: 'Its time', value: timeText(household.lead.createdAt) },
    ]);
  },
};
