/** C01: consent is missing, or incomplete, for a channel that needs it. */
import type { LeadCheck } from '../check.ts';
import { failed, notRun } from '../verdict.ts';

export const c01NoConsent: LeadCheck = {
  id: 'C01_NO_CONSENT',
  family: 'consent',
  severity: 'block',
  mode: 'offline',
  title: 'Consent on record',
  run({ raw }, { client }) {
    const required = client.consent_required ?? [];
    if (required.length === 0) return notRun('The client requires consent for no channel.');
    const { consent } = raw;
    const uncovered = required.filter((channel) => !consent?.channels?.includes(channel));
    const missing = [
      consent?.given_at === undefined ? 'the time it was given' : '',
      consent?.text_version?.trim() ? '' : 'the version of the text',
      uncovered.length === 0 ? '' : `the channel ${uncovered.join(', ')}`,
    ].filter(Boolean);
    if (missing.length === 0) return 'passed';
    return failed(
      consent === undefined
        ? 'There is no record of consent.'
        : `The record of consent lacks ${missing.join(' and ')}.`,
      [
        { label: 'Channels that need consent', value: required.join(', ') },
        { label: 'Channels consented to', value: consent?.channels?.join(', ') || 'none' },
        { label: 'Given at', value: consent?.given_at ?? 'not given' },
        { label: 'Text version', value: consent?.text_version?.trim() || 'not given' },
      ],
    );
  },
};
