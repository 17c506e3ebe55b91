/** People who fill a form in twice: who is remembered, and how their second lead differs from the first. */
import type { DemoLead } from './compose.ts';
import type { Draft } from './drafts.ts';
import { e164, writtenNumber } from './names/phones.ts';
import type { NoiseKind } from './noise.ts';
import type { Person } from './person.ts';
import type { Random } from './random.ts';

const WINDOW_MS = 45 * 86_400_000;
const SHORTEST_MS = 90_000;

/** Remembers a sample of the sound leads of the last weeks. `count` is the client's leads in a year. */
export function repeatMemory(count: number): {
  remember(draft: Draft): void;
  recall(createdAt: number, random: Random): Draft | undefined;
} {
  const kept: (Draft | undefined)[] = new Array(2048).fill(undefined);
  // One in so many is kept, so that the memory reaches back about the window.
  const stride = Math.max(1, Math.ceil((count * 45) / 365 / kept.length));
  let seen = 0;
  return {
    remember(draft) {
      seen += 1;
      if (seen % stride !== 0) return;
      kept[(seen / stride) % kept.length] = draft;
    },
    recall(createdAt, random) {
      const at = random.below(Math.min(kept.length, Math.max(1, Math.floor(seen / stride))));
      const draft = kept[at];
      if (draft === undefined) return undefined;
      const age = createdAt - draft.createdAt;
      if (age < SHORTEST_MS || age > WINDOW_MS) return undefined;
      // Nobody comes a third time, so every duplicate has exactly one earlier lead.
      kept[at] = undefined;
      return draft;
    },
  };
}

/** Writes the contact of a lead as the same person may do the next time: a tag, capitals, another way to write the number. */
export function repeatContact(lead: DemoLead, person: Person, random: Random): NoiseKind[] {
  lead.email = varyEmail(person.email, random);
  lead.phone = random.chance(0.5)
    ? e164(person.country, person.national)
    : writtenNumber(person.country, person.national, random.below(4));
  return [];
}

/** Another spelling of the same mailbox. Tags and dots change only where the provider ignores them. */
export function varyEmail(email: string, random: Random): string {
  const lot = random.unit();
  const tag = random.below(90) + 10;
  const at = email.indexOf('@');
  const local = email.slice(0, at);
  const domain = email.slice(at);
  if (domain === '@gmail.com') {
    if (lot < 0.25) return `${local}+q${tag}${domain}`;
    if (lot < 0.45) return `${local.replaceAll('.', '')}${domain}`;
  }
  return lot > 0.9 ? `${local.slice(0, 1).toUpperCase()}${local.slice(1)}${domain}` : email;
}
