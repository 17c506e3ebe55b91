import type { ReactNode } from 'react';
import type { Trends } from '#contract/trends.ts';
import { day, dec, int, pct } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';

/** What the forecast says in all, and how well it would have done before. */
export function ForecastPanel({
  trends,
  text,
  className,
}: {
  trends: Trends;
  text: (value: number) => string;
  className?: string;
}) {
  const { forecast } = trends;
  const [first, last] = [forecast?.days[0], forecast?.days.at(-1)];
  return (
    <Panel
      id="forecast"
      title="Forecast"
      meta={first && last ? `${day(first.day)} – ${day(last.day)}` : undefined}
      className={className}
    >
      {!forecast ? (
        <Notice title="No forecast yet">{trends.forecast_missing}</Notice>
      ) : (
        <>
          <p className="num text-2xl leading-8 font-semibold text-ink">{text(forecast.total)}</p>
          <p className="text-xs text-muted">expected over {forecast.days.length} days</p>
          <dl className="num mt-3 grid gap-1.5 text-xs">
            <Line term="Days within the interval">
              {pct(forecast.back_test.coverage, 0)} of {int(forecast.back_test.days)}, promised {pct(forecast.level, 0)}
            </Line>
            <Line term="Error against last week repeated">
              {dec(forecast.back_test.mase, 2)}, {forecast.back_test.mase < 1 ? 'better' : 'not better'}
            </Line>
            <Line term="Mean error of a day">{dec(forecast.back_test.smape, 1)}%</Line>
            <Line term="Forecasts tested">{int(forecast.back_test.origins)}, each from what was known then</Line>
          </dl>
          <p className="mt-3 text-xs text-muted">{forecast.method}. The interval is as wide as its errors were.</p>
        </>
      )}
    </Panel>
  );
}

function Line({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="flex flex-wrap justify-between gap-x-3">
      <dt className="text-muted">{term}</dt>
      <dd className="text-ink">{children}</dd>
    </div>
  );
}
