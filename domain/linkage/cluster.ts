/**
 * Groups records by average-link agglomeration: two groups are joined while the mean weight of all pairs between them
 * is high enough. Unlike connected components one wrong pair cannot join two large groups. Pairs that were never
 * compared count as weakly against, since what agrees in no block is seldom one person.
 */
import { createHeap } from './heap.ts';

export interface ScoredPairs {
  /** Positions of the records, 0 to `records` - 1. */
  a: Uint32Array;
  b: Uint32Array;
  /** log2 odds of being one person. */
  bits: Float32Array;
}

export interface ClusterOptions {
  /** Groups are joined while their mean weight is at least this, in bits. */
  joinBits: number;
  /** What a pair that was not compared weighs, in bits. */
  unscoredBits: number;
  /** Weights beyond this, either way, count as this: one pair must not outvote many. */
  clampBits: number;
}

/** One setting for every data set. Just below even odds, because the mean over a group also counts what was never compared. */
export const CLUSTER_DEFAULTS: ClusterOptions = { joinBits: -1, unscoredBits: -2, clampBits: 14 };

/** The group of each record, named by its smallest member. Works component by component, so its cost follows the largest. */
export function averageLink(
  records: number,
  pairs: ScoredPairs,
  options: ClusterOptions = CLUSTER_DEFAULTS,
): Uint32Array {
  const component = connected(records, pairs, options.joinBits);
  const groups = component.slice();
  for (const edges of edgesByComponent(component, pairs)) joinWithin(edges, pairs, options, groups);
  return groups;
}

/** Smallest record of the component that pairs of at least `least` bits connect. */
function connected(records: number, { a, b, bits }: ScoredPairs, least: number): Uint32Array {
  const parent = Uint32Array.from({ length: records }, (_, record) => record);
  const find = (record: number): number => {
    let root = record;
    while (parent[root] !== root) root = parent[root]!;
    for (let at = record; at !== root; ) {
      const next = parent[at]!;
      parent[at] = root;
      at = next;
    }
    return root;
  };
  for (let pair = 0; pair < bits.length; pair++) {
    if (bits[pair]! < least) continue;
    const left = find(a[pair]!);
    const right = find(b[pair]!);
    if (left !== right) parent[Math.max(left, right)] = Math.min(left, right);
  }
  for (let record = 0; record < records; record++) parent[record] = find(record);
  return parent;
}

/** The pairs within each component that has any, as lists of their positions. */
function edgesByComponent(component: Uint32Array, { a, b, bits }: ScoredPairs): Uint32Array[] {
  const counts = new Uint32Array(component.length + 1);
  for (let pair = 0; pair < bits.length; pair++) {
    if (component[a[pair]!] === component[b[pair]!]) counts[component[a[pair]!]! + 1]!++;
  }
  for (let at = 1; at < counts.length; at++) counts[at]! += counts[at - 1]!;
  const ends = counts.slice(0, component.length);
  const edges = new Uint32Array(counts[component.length]!);
  for (let pair = 0; pair < bits.length; pair++) {
    const root = component[a[pair]!]!;
    if (root === component[b[pair]!]) edges[ends[root]!++] = pair;
  }
  const lists: Uint32Array[] = [];
  for (let root = 0; root < component.length; root++) {
    if (counts[root + 1]! > counts[root]!) lists.push(edges.subarray(counts[root], counts[root + 1]));
  }
  return lists;
}

interface Link {
  sum: number;
  scored: number;
}

interface Group {
  members: number[];
  links: Map<number, Link>;
}

/** Joins the groups of one component and writes each member's into `groups`. */
function joinWithin(
  edges: Uint32Array,
  { a, b, bits }: ScoredPairs,
  options: ClusterOptions,
  groups: Uint32Array,
): void {
  const { joinBits, unscoredBits, clampBits } = options;
  // Most components are one pair that was already found good enough.
  if (edges.length === 1) return;
  const live = new Map<number, Group>();
  const groupOf = (record: number): Group => {
    let group = live.get(record);
    if (group === undefined) {
      group = { members: [record], links: new Map() };
      live.set(record, group);
    }
    return group;
  };
  for (const edge of edges) {
    const weight = Math.max(-clampBits, Math.min(clampBits, bits[edge]!));
    const link = { sum: weight, scored: 1 };
    groupOf(a[edge]!).links.set(b[edge]!, link);
    groupOf(b[edge]!).links.set(a[edge]!, link);
  }
  const heap = createHeap();
  const offer = (left: number, right: number, link: Link): void => {
    const all = live.get(left)!.members.length * live.get(right)!.members.length;
    const mean = (link.sum + unscoredBits * (all - link.scored)) / all;
    if (mean >= joinBits) heap.push(mean, left, right, all);
  };
  for (const edge of edges) offer(a[edge]!, b[edge]!, live.get(a[edge]!)!.links.get(b[edge]!)!);
  for (let best = heap.pop(); best !== undefined; best = heap.pop()) {
    const left = live.get(best.left);
    const right = live.get(best.right);
    if (left === undefined || right === undefined) continue;
    // Groups only grow, so a link whose groups have the sizes it was offered with has not changed since.
    if (best.pairs !== left.members.length * right.members.length) continue;
    // The group with fewer links is taken in; of two with as many the one of the higher number, whichever came first.
    const more = left.links.size - right.links.size || best.right - best.left;
    const [kept, gone, goneId, keptId] =
      more > 0 ? [left, right, best.right, best.left] : [right, left, best.left, best.right];
    live.delete(goneId);
    kept.links.delete(goneId);
    gone.links.delete(keptId);
    for (const member of gone.members) kept.members.push(member);
    for (const [other, { sum, scored }] of gone.links) {
      const neighbour = live.get(other)!;
      neighbour.links.delete(goneId);
      const known = kept.links.get(other);
      const joined = { sum: sum + (known?.sum ?? 0), scored: scored + (known?.scored ?? 0) };
      kept.links.set(other, joined);
      neighbour.links.set(keptId, joined);
    }
    for (const [other, joined] of kept.links) offer(keptId, other, joined);
  }
  for (const { members } of live.values()) {
    const least = members.reduce((min, member) => Math.min(min, member));
    for (const member of members) groups[member] = least;
  }
}
