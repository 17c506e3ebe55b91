/** X01: the same canonical e-mail address or the same phone number (E.164) came before, within the client's window. */
import type { EarlierLead, LeadCheck } from '../check.ts';
import { spanText, timeText } from '../evidence-text.ts';
import { failed, notRun } from '../verdict.ts';

const DAY_MS = 86_400_000;

export const x01ExactDup: LeadCheck = {
  id: 'X01_EXACT_DUP',
  family: 'duplicate',
  severity: 'dup',
  mode: 'history',
  title: 'Seen before',
  run(lead, facts) {
    if (facts.duplicates === undefined) return notRun('Earlier leads were not looked up.');
    const at = Number.isNaN(lead.createdAt) ? facts.now : lead.createdAt;
    const windowDays = facts.client.duplicate_window_days;
    const within = (earlier: EarlierLead | undefined) =>
      earlier && earlier.createdAt <= at && at - earlier.createdAt <= windowDays * DAY_MS ? earlier : undefined;
    const keys = [
      { name: 'e-mail address', value: lead.email?.canonical, earlier: within(facts.duplicates.email) },
      { name: 'phone number', value: lead.phone?.e164, earlier: within(facts.duplicates.phone) },
    ].filter((key): key is typeof key & { earlier: EarlierLead } => key.earlier !== undefined);
    const first = keys[0];
    if (first === undefined) return 'passed';
    // Both keys may lead to different earlier leads; the nearest one in time is what a person looks at first.
    const nearest = keys.reduce(
      (best, key) => (key.earlier.createdAt > best.createdAt ? key.earlier : best),
      first.earlier,
    );
    return failed(
      `The same ${keys.map(({ name }) => name).join(' and the same ')} came ${spanText(at - nearest.createdAt)} before, from ${nearest.source}.`,
      [
        ...keys.flatMap(({ name, value, earlier }) => [
          { label: `Same ${name}`, value: value ?? '' },
          { label: 'Earlier lead', value: earlier.lead_id },
          { label: 'Its source', value: earlier.source },
          { label: 'Its time', value: timeText(earlier.createdAt) },
          { label: 'Time between', value: spanText(at - earlier.createdAt) },
        ]),
        { label: 'Window', value: `${windowDays} days` },
      ],
    );
  },
};
