/** A table of cohorts by age: what happened as far as all could be watched, and what is projected beyond. */
import { wilson } from '../statistics/wilson.ts';
import { fitShiftedBetaGeometric, type ShiftedBetaGeometric, survivorCurve } from './shifted-beta-geometric.ts';

/** Members who came on the same days, and what they came to. */
export interface Arrivals {
  /** The cohort they belong to. */
  key: string;
  /** Seconds by which all of them had come. */
  until: number;
  members: number;
  /** By age, from 0: how many reached the goal at it, and their revenue in minor units. */
  reached: readonly number[];
  revenue: readonly number[];
}

export interface Cell {
  age: number;
  members: number;
  conversions: number;
  revenue_minor: number;
  rate: number | null;
  low: number | null;
  high: number | null;
  complete: boolean;
  projected: number | null;
}

export interface CohortTable {
  cohorts: { key: string; members: number; cells: Cell[] }[];
  all: Cell[];
  model: ShiftedBetaGeometric | undefined;
}

/** Fewer goals than this project nothing. */
const REACHED_MIN = 20;

/**
 * @param now seconds through which everything is known
 * @param ageSeconds length of an age
 * @param ages how many ages the table has
 */
export function cohortTable(arrivals: readonly Arrivals[], now: number, ageSeconds: number, ages: number): CohortTable {
  const watched = arrivals.map((group) => ({
    ...group,
    // Ages that every one of them has passed.
    ages: Math.max(0, Math.min(ages, Math.floor((now - group.until) / ageSeconds))),
  }));
  const model = modelOf(watched, ages);
  const survivors = model && survivorCurve(model, ages);
  const keys = [...new Set(arrivals.map(({ key }) => key))];
  return {
    cohorts: keys.map((key) => {
      const groups = watched.filter((group) => group.key === key);
      return { key, members: sum(groups, ({ members }) => members), cells: cellsOf(groups, ages, survivors) };
    }),
    all: cellsOf(watched, ages, survivors),
    model,
  };
}

type Watched = Arrivals & { ages: number };

function modelOf(groups: readonly Watched[], ages: number): ShiftedBetaGeometric | undefined {
  const pooled = Array.from({ length: ages }, (_, index) => {
    const alike = groups.filter((group) => group.ages === index + 1);
    return {
      members: sum(alike, ({ members }) => members),
      steps: Array.from({ length: index + 1 }, (_, age) => sum(alike, ({ reached }) => reached[age] ?? 0)),
    };
  });
  const reached = sum(pooled, ({ steps }) => sum(steps, (step) => step));
  return reached < REACHED_MIN ? undefined : fitShiftedBetaGeometric(pooled);
}

function cellsOf(groups: readonly Watched[], ages: number, survivors: readonly number[] | undefined): Cell[] {
  const all = sum(groups, ({ members }) => members);
  return Array.from({ length: ages }, (_, age) => {
    const old = groups.filter((group) => group.ages > age);
    const members = sum(old, (group) => group.members);
    const conversions = sum(old, (group) => upTo(group.reached, age));
    const interval = wilson(conversions, members);
    const complete = members === all;
    return {
      age,
      members,
      conversions,
      revenue_minor: sum(old, (group) => upTo(group.revenue, age)),
      rate: members > 0 ? conversions / members : null,
      low: interval?.low ?? null,
      high: interval?.high ?? null,
      complete,
      projected: complete || survivors === undefined || all === 0 ? null : expected(groups, age, survivors) / all,
    };
  });
}

/** How many are expected to have reached the goal by an age: those who have, and of the rest what the model says. */
function expected(groups: readonly Watched[], age: number, survivors: readonly number[]): number {
  return sum(groups, (group) => {
    if (group.ages > age) return upTo(group.reached, age);
    const known = upTo(group.reached, group.ages - 1);
    const still = (survivors[age + 1] ?? 1) / (survivors[group.ages] ?? 1);
    return known + (group.members - known) * (1 - still);
  });
}

function upTo(counts: readonly number[], age: number): number {
  return sum(counts.slice(0, age + 1), (count) => count);
}

function sum<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
