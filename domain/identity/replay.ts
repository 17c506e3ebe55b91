/**
 * Who is one person. The state is a fold over what people decided: merges in the order they were made, those undone left
 * out. So undoing is replaying without the event, and nothing has to be put back by hand.
 */

/** Leads joined into one person. Times order the fold, not the clock: events are given oldest first. */
export interface Merge {
  kind: 'merge';
  id: string;
  /** One lead per person that is joined, two or more. */
  members: readonly string[];
  /** The member whose person goes on: its id names the result, and the lead that led it leads on. */
  survivor: string;
  /** Fields whose value a person chose: field to lead. */
  choices: Readonly<Record<string, string>>;
  /** True when a person confirmed it; such leads must stay together whatever a later linkage says. */
  confirmed: boolean;
}

/** Two leads that are not the same person, as somebody said. */
export interface KeepApart {
  kind: 'apart';
  id: string;
  pair: readonly [string, string];
}

/** Takes back a merge or a keep-apart. Of a merge it leaves its members apart for good, unless a person joins them. */
export interface Undo {
  kind: 'undo';
  of: string;
}

export type IdentityEvent = Merge | KeepApart | Undo;

export interface Person {
  /** Id of the lead that founded the person. */
  id: string;
  /** Sorted; two or more. */
  members: readonly string[];
  survivor: string;
  choices: Readonly<Record<string, string>>;
  /** The merges that made it, oldest first. */
  merges: readonly string[];
}

export interface Identities {
  /** The person of each lead that was merged with another; a lead that is not here is a person of its own. */
  personOf: ReadonlyMap<string, Person>;
  /** Pairs that nothing but a person may join, as `pairKey`. */
  apart: ReadonlySet<string>;
  /** Pairs that a person joined, as `pairKey`. */
  together: ReadonlySet<string>;
}

/** The name of an unordered pair. */
export function pairKey(a: string, b: string): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`;
}

/** Folds events, oldest first, into who is one person. */
export function replay(events: readonly IdentityEvent[]): Identities {
  const undone = new Set(events.flatMap((event) => (event.kind === 'undo' ? [event.of] : [])));
  const personOf = new Map<string, Person>();
  const apart = new Set<string>();
  const together = new Set<string>();
  for (const event of events) {
    if (event.kind === 'undo' || undone.has('id' in event ? event.id : '')) continue;
    if (event.kind === 'apart') {
      apart.add(pairKey(...event.pair));
      continue;
    }
    join(personOf, event);
    if (event.confirmed) for (const pair of pairsOf(event.members)) together.add(pair);
  }
  // Undone merges speak last: only then is it known which of their members another merge still holds together.
  for (const event of events) {
    if (event.kind !== 'merge' || !undone.has(event.id)) continue;
    for (const pair of pairsOf(event.members)) apart.add(pair);
  }
  return { personOf, apart, together };
}

function join(personOf: Map<string, Person>, merge: Merge): void {
  const parts = merge.members.map((lead) => personOf.get(lead) ?? alone(lead));
  const lead = personOf.get(merge.survivor) ?? alone(merge.survivor);
  const others = parts.filter((part) => part.id !== lead.id);
  const person: Person = {
    id: lead.id,
    members: [...new Set([...lead.members, ...others.flatMap(({ members }) => members)])].sort(),
    survivor: lead.survivor,
    choices: Object.assign({}, ...others.map(({ choices }) => choices), lead.choices, merge.choices),
    merges: [...new Set([...lead.merges, ...others.flatMap(({ merges }) => merges)]), merge.id],
  };
  for (const member of person.members) personOf.set(member, person);
}

const alone = (lead: string): Person => ({ id: lead, members: [lead], survivor: lead, choices: {}, merges: [] });

/** Every unordered pair of the leads, as `pairKey`. */
export function pairsOf(leads: readonly string[]): string[] {
  return leads.flatMap((a, index) => leads.slice(index + 1).map((b) => pairKey(a, b)));
}

/**
 * The pairs that forbid joining these leads' persons, as `pairKey`. A pair within one person does not count: somebody
 * joined them knowingly, and that is the newer word.
 */
export function forbidding(state: Identities, leads: readonly string[]): string[] {
  const persons = new Map(leads.map((lead) => [state.personOf.get(lead)?.id ?? lead, membersOf(state, lead)]));
  const groups = [...persons.values()];
  return groups
    .flatMap((group, index) =>
      groups.slice(index + 1).flatMap((other) => group.flatMap((a) => other.map((b) => pairKey(a, b)))),
    )
    .filter((pair) => state.apart.has(pair));
}

/** The leads of one lead's person, itself included. */
export function membersOf(state: Identities, lead: string): readonly string[] {
  return state.personOf.get(lead)?.members ?? [lead];
}

/** Of the leads named, the first of each person: what a merge event keeps, so that it never repeats an earlier merge. */
export function onePerPerson(state: Identities, leads: readonly string[]): string[] {
  const seen = new Set<string>();
  return leads.filter((lead) => {
    const person = state.personOf.get(lead)?.id ?? lead;
    return !seen.has(person) && seen.add(person);
  });
}
