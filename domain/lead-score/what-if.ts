/** What a change of the scoring rules would do to leads already audited, before it is saved. */
import type { RuleSet } from '#contract/scoring.ts';
import type { ScoringFacts } from './condition.ts';
import { scoreLead } from './ledger.ts';

export interface ScoredLead extends ScoringFacts {
  /** Whatever the caller knows the lead by; comes back in the examples. */
  id: string;
}

export interface ScoreBand {
  /** Scores from (inclusive) and to (exclusive; the last band includes 100). */
  from: number;
  to: number;
  before: number;
  after: number;
}

export interface ScoreExample {
  id: string;
  before: number;
  after: number;
}

export interface ScoreShift {
  leads: number;
  moved_up: number;
  moved_down: number;
  unchanged: number;
  /** Undefined without leads. */
  mean_before: number | undefined;
  mean_after: number | undefined;
  bands: ScoreBand[];
  /** Leads that move furthest either way, furthest first. */
  examples: ScoreExample[];
}

const BAND_WIDTH = 10;
const EXAMPLES = 10;

/** Scores every lead under both rule sets. Leads may come from a stream: they are read once, only examples are kept. */
export function compareScores(leads: Iterable<ScoredLead>, before: RuleSet, after: RuleSet): ScoreShift {
  const bands: ScoreBand[] = Array.from({ length: 100 / BAND_WIDTH }, (_, band) => ({
    from: band * BAND_WIDTH,
    to: (band + 1) * BAND_WIDTH,
    before: 0,
    after: 0,
  }));
  let count = 0;
  let up = 0;
  let down = 0;
  // Whole hundredths add up without rounding, in whatever order the leads come.
  let sumBefore = 0;
  let sumAfter = 0;
  let examples: ScoreExample[] = [];
  for (const { id, checks, lead, measures } of leads) {
    const old = scoreLead(checks, lead, measures, before).score;
    const fresh = scoreLead(checks, lead, measures, after).score;
    count++;
    sumBefore += Math.round(old * 100);
    sumAfter += Math.round(fresh * 100);
    bandOf(bands, old).before++;
    bandOf(bands, fresh).after++;
    if (fresh === old) continue;
    if (fresh > old) up++;
    else down++;
    examples.push({ id, before: old, after: fresh });
    if (examples.length >= EXAMPLES * 20) examples = furthest(examples);
  }
  return {
    leads: count,
    moved_up: up,
    moved_down: down,
    unchanged: count - up - down,
    mean_before: count === 0 ? undefined : sumBefore / count / 100,
    mean_after: count === 0 ? undefined : sumAfter / count / 100,
    bands,
    examples: furthest(examples),
  };
}

function bandOf(bands: ScoreBand[], score: number): ScoreBand {
  return bands[Math.min(bands.length - 1, Math.floor(score / BAND_WIDTH))]!;
}

/** Ties go by id, so that the order of the leads does not show. */
function furthest(examples: readonly ScoreExample[]): ScoreExample[] {
  return [...examples]
    .sort((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before) || (a.id < b.id ? -1 : 1))
    .slice(0, EXAMPLES);
}
