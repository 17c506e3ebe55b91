/** Families of checks and kinds of crowds, as the screen calls them. */
import type { Family } from '#contract/audit.ts';

export const FAMILY_WORDS: Record<Family, string> = {
  email: 'E-mail',
  phone: 'Phone',
  name: 'Name',
  data: 'Data',
  duplicate: 'Repetition',
  behaviour: 'Behaviour',
  ip: 'Network place',
  source: 'Source',
  consent: 'Consent',
};

export const CROWD_WORDS = { device: 'Device', address: 'IP address', network: 'Network' } as const;
