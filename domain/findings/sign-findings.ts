/** Findings from a sign that some of a source's leads carry: fraud, phones, lost trails, invalid leads. */
import type { Finding } from '#contract/analytics.ts';
import { type FindingFacts, leadsOf, type Sign, type SourceFacts, signsOf } from './facts.ts';
import { type Outlier, type OutlierRule, outliers, type Share } from './outliers.ts';
import { strongestSpell } from './spell.ts';
import { count, dayText, filterOf, percent, periodOf, stakeOf } from './words.ts';

interface SignKind {
  kind: Finding['kind'];
  sign: Sign;
  severity: Finding['severity'];
  rule: OutlierRule;
  stake: string;
  title: (source: string, leads: string) => string;
  /** What the share is a share of, after the two rates. */
  evidence: string;
  fields: (facts: FindingFacts) => Record<string, readonly string[]>;
}

export const FRAUD_SOURCE: SignKind = {
  kind: 'fraud_source',
  sign: 'fraud_signs',
  severity: 'bad',
  rule: { hitsMin: 10, excess: 0.05, factor: 2 },
  stake: 'payout to hold',
  title: (source, leads) => `${source}: ${leads} leads show signs of fraud`,
  evidence: 'of its leads do',
  fields: ({ checks }) => ({ flag: checks.fraud }),
};

export const BAD_PHONES: SignKind = {
  kind: 'bad_phones',
  sign: 'bad_phones',
  severity: 'bad',
  rule: { hitsMin: 10, excess: 0.05, factor: 2 },
  stake: 'paid for numbers nobody answers',
  title: (source, leads) => `${source}: ${leads} phone numbers cannot be right`,
  evidence: 'of its leads have one',
  fields: ({ checks }) => ({ flag: checks.phone }),
};

export const CLICK_ID_LOST: SignKind = {
  kind: 'click_id_lost',
  sign: 'broken_trails',
  severity: 'warn',
  rule: { hitsMin: 10, excess: 0.04, factor: 2 },
  stake: 'spend bid blind',
  title: (source, leads) => `Click ID lost on ${leads} ${source} leads`,
  evidence: 'of its leads carry the trail of another platform',
  fields: ({ checks }) => ({ flag: checks.trail }),
};

/** The campaign was there and is not any more; of sources that never named one nothing is said. */
export const CAMPAIGN_LOST: SignKind = {
  kind: 'click_id_lost',
  sign: 'without_campaign',
  severity: 'warn',
  rule: { hitsMin: 20, excess: 0.2, factor: 1.5 },
  stake: 'spend bid blind',
  title: (source, leads) => `Campaign lost on ${leads} ${source} leads`,
  evidence: 'of its leads name no campaign',
  fields: () => ({ campaign_id: [''] }),
};

export const LOW_VALIDITY: SignKind = {
  kind: 'low_validity',
  sign: 'invalid',
  severity: 'warn',
  rule: { hitsMin: 20, excess: 0.08, factor: 1.5 },
  stake: 'paid for invalid leads',
  title: (source, leads) => `${source}: ${leads} leads are invalid`,
  evidence: 'of its leads are',
  fields: () => ({ validation_status: ['invalid'] }),
};

interface Judged {
  share: Share;
  /** Days of the period that the share is of. */
  from: number;
  to: number;
  /** Index of the day on which the spell began, which may lie before the period. */
  since: number | undefined;
  /** The spell has ended before the period did. */
  over: boolean;
}

/** Days without a hit after which a spell is over. */
const QUIET_DAYS = 3;

/** One finding per source that stands out from the others, judged on the days of its spell where it has one. */
export function signFindings(facts: FindingFacts, kind: SignKind): Finding[] {
  const judged = new Map(facts.sources.map((source) => [source.name, judgedOf(source, kind.sign, facts)]));
  const shares = facts.sources.map((source) => ({
    name: source.name,
    hits: signsOf(source, kind.sign, facts),
    n: leadsOf(source, facts),
  }));
  const focus = new Map([...judged].map(([name, { share }]) => [name, share]));
  return outliers(shares, kind.rule, focus).flatMap((outlier) => {
    const spell = judged.get(outlier.name);
    return spell === undefined ? [] : [findingOf(facts, kind, outlier, spell)];
  });
}

/**
 * Findings only where the sign was rarer before: of a source that never had what it now lacks, nothing was lost. Each
 * source is judged against its own days outside the spell.
 */
export function lossFindings(facts: FindingFacts, kind: SignKind): Finding[] {
  return facts.sources.flatMap((source) => {
    const spell = judgedOf(source, kind.sign, facts);
    if (spell.since === undefined) return [];
    const outside = outsideOf(source, kind.sign, spell);
    const [outlier] = outliers([spell.share, outside], kind.rule).filter(({ name }) => name === source.name);
    return outlier === undefined || outside.n < kind.rule.hitsMin
      ? []
      : [findingOf(facts, kind, outlier, spell, 'before')];
  });
}

function judgedOf(source: SourceFacts, sign: Sign, facts: FindingFacts): Judged {
  const counts = source.leads.map((n, day) => ({ n, hits: source.signs[sign][day] ?? 0 }));
  const last = facts.days.length - 1;
  const spell = strongestSpell(counts);
  const inPeriod = spell !== undefined && spell.last >= facts.start;
  const from = inPeriod ? Math.max(spell.first, facts.start) : facts.start;
  const over = inPeriod && spell.last < last - QUIET_DAYS;
  const to = over && spell ? spell.last : last;
  const days = counts.slice(from, to + 1);
  return {
    share: {
      name: source.name,
      hits: days.reduce((sum, day) => sum + day.hits, 0),
      n: days.reduce((sum, day) => sum + day.n, 0),
    },
    from,
    to,
    since: inPeriod ? spell.first : undefined,
    over,
  };
}

/** The source's days before its spell. */
function outsideOf(source: SourceFacts, sign: Sign, { since = 0 }: Judged): Share {
  const sum = (counts: readonly number[]) => counts.slice(0, since).reduce((total, number) => total + number, 0);
  return { name: `before ${source.name}`, hits: sum(source.signs[sign]), n: sum(source.leads) };
}

function findingOf(
  facts: FindingFacts,
  kind: SignKind,
  outlier: Outlier,
  spell: Judged,
  against: 'peers' | 'before' = 'peers',
): Finding {
  const source = facts.sources.find(({ name }) => name === outlier.name);
  const today = periodOf(facts).to;
  const day = (index: number) => facts.days[index] ?? today;
  const since = spell.since === undefined || spell.since === 0 ? '' : `, since ${dayText(day(spell.since), today)}`;
  const ended = spell.over ? ` until ${dayText(day(spell.to), today)}` : '';
  const others = against === 'peers' ? 'of other sources' : 'before';
  return {
    id: `${kind.kind}:${kind.sign}:${outlier.name}`,
    kind: kind.kind,
    severity: kind.severity,
    title: kind.title(outlier.name, count(outlier.hits)),
    evidence: `${percent(outlier.rate)} ${kind.evidence}${since}${ended}; ${percent(outlier.peerRate)} ${others}.`,
    ...stakeOf(outlier.hits, source, facts.currency, kind.stake),
    leads: outlier.hits,
    filter: filterOf(
      facts,
      { source: [outlier.name], ...kind.fields(facts) },
      { from: day(spell.from), to: day(spell.to) },
    ),
  };
}
