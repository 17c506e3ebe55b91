import type { Attribution } from '#contract/journeys.ts';
import { paths } from '../../paths.ts';
import { AppLink } from '../../shell/app-link.tsx';
import { Delta } from '../../ui/delta.tsx';
import { dec, int, moneyCompact, pct } from '../../ui/format.ts';
import { behindOf, type SequenceQuery } from './behind.ts';
import { GOAL_NOUN, leadsBehind } from './journey-words.ts';

/** What there was to share out. */
export function AttributionTotals({ answer, query }: { answer: Attribution; query: SequenceQuery }) {
  const { totals, currency, goal } = answer;
  const rate = totals.conversion_rate;
  const change = rate.value !== null && rate.previous != null ? rate.value - rate.previous : undefined;
  const noun = GOAL_NOUN[goal];
  return (
    <dl className="panel mb-3 grid grid-cols-2 gap-px overflow-hidden bg-line p-0 lg:grid-cols-4">
      <Total label={`Journeys that ended as ${noun}`}>
        <AppLink to={paths.leads} search={leadsBehind(behindOf('goal', query))} className="hover:underline">
          {int(totals.conversions)}
        </AppLink>
      </Total>
      <Total label="Journeys without it">{int(totals.lost)}</Total>
      <Total label="Conversion rate">
        {rate.value === null ? '–' : pct(rate.value)}
        {rate.low != null && rate.high != null && (
          <span className="ml-2 text-xs font-normal whitespace-nowrap text-muted max-md:ml-0 max-md:block">
            {pct(rate.low)} – {pct(rate.high)}
          </span>
        )}
        {change !== undefined && <Delta value={change} text={`${dec(Math.abs(change) * 100)} pt`} className="ml-2" />}
      </Total>
      <Total label="Revenue of them">{moneyCompact(totals.revenue_minor, currency)}</Total>
    </dl>
  );
}

function Total({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div className="bg-panel px-4 py-3">
      <dt className="text-xs text-muted">{label}</dt>
      <dd className="num mt-0.5 text-2xl font-semibold tracking-tight text-ink">{children}</dd>
    </div>
  );
}
