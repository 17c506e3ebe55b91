import type { Overview } from '#contract/analytics.ts';
import { buckets, meanBy } from '../../charts/scale.ts';
import { paths } from '../../paths.ts';
import { AppLink } from '../../shell/app-link.tsx';
import { cn } from '../../ui/cn.ts';
import { Delta } from '../../ui/delta.tsx';
import { Pause } from '../../ui/pause.tsx';
import { Sparkline } from '../../ui/spark.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import { change, intervalText, METRIC_WORDS, metricText } from '../metric-words.ts';

/** Six numbers, one panel. Each opens the leads it counts. */
export function KpiStrip({ kpis, days, currency }: Pick<Overview, 'kpis' | 'days' | 'currency'>) {
  // A long period is drawn by week or month, as in the charts below.
  const list = buckets(days);
  return (
    <section
      aria-label="Key numbers"
      className="panel grid grid-cols-6 overflow-hidden max-xl:grid-cols-3 max-md:grid-cols-2"
    >
      {kpis.map(({ metric, total, daily }, i) => {
        const word = METRIC_WORDS[metric];
        if (!word) return null;
        const moved = change(word.kind, total.value, total.previous);
        const worse = moved && moved.value > 0 !== (word.good === 'up');
        const interval = intervalText(word.kind, total, currency);
        return (
          <Tooltip key={metric} label={interval ? `${word.hint}. ${interval}.` : word.hint} side="top">
            <AppLink
              to={paths.leads}
              search={word.filter}
              className={cn(
                'flex min-w-0 flex-col gap-0.5 border-line px-4 pt-3 pb-3 hover:bg-hover focus-visible:-outline-offset-2',
                i > 0 && 'border-l',
                i >= 3 && 'max-xl:border-t',
                i === 3 && 'max-xl:border-l-0',
                i >= 2 && 'max-md:border-t',
                i % 2 === 0 ? 'max-md:border-l-0' : 'max-md:border-l',
              )}
            >
              <span className="text-xs font-medium text-muted">
                {word.label}
                <Pause />
              </span>
              <span className="flex flex-wrap items-baseline gap-x-2">
                <span className="num text-2xl font-semibold tracking-[-0.02em] text-ink">
                  {metricText(word.kind, total.value, currency)}
                </span>
                {moved && <Pause />}
                {moved && <Delta value={moved.value} text={moved.text} good={word.good} />}
              </span>
              <span className="mt-1 -mb-0.5 block h-[30px]">
                <Sparkline
                  data={list.length < daily.length ? meanBy(list, daily) : daily}
                  width={170}
                  height={30}
                  color={worse && metric === 'fraud_rate' ? 'var(--bad-solid)' : 'var(--c1)'}
                />
              </span>
            </AppLink>
          </Tooltip>
        );
      })}
    </section>
  );
}
