import { ChevronRight } from 'lucide-react';
import type { ModelFeature, ModelKind } from '#contract/prediction.ts';
import { dec } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import { featureLabel, oddsText, valueText } from './feature-words.ts';

/** What the model reads, heaviest first; of a regression, what each value adds. */
export function FeaturesPanel({
  features,
  kind,
  className,
}: {
  features: readonly ModelFeature[];
  kind: ModelKind;
  className?: string;
}) {
  const most = Math.max(...features.map(({ weight }) => weight), 0.001);
  return (
    <Panel
      id="features"
      title="What it reads"
      meta="mean size of what each adds to the log-odds; all known when a lead comes"
      className={className}
    >
      <ul>
        {features.map(({ feature, weight, values }) => (
          <li key={feature} className="border-t border-line first:border-t-0">
            {kind === 'trees' || values.length === 0 ? (
              <div className="py-1.5 pl-4">
                <Bar feature={feature} weight={weight} most={most} />
              </div>
            ) : (
              <details className="group/feature">
                <summary className="flex min-h-8 items-center gap-1 py-1 coarse:min-h-11">
                  <ChevronRight
                    className="size-3 shrink-0 text-muted transition-transform group-open/feature:rotate-90"
                    aria-hidden
                  />
                  <Bar feature={feature} weight={weight} most={most} />
                </summary>
                <ul className="num mb-2 grid gap-x-6 pl-4 text-xs sm:grid-cols-2">
                  {values.map(({ value, log_odds }) => (
                    <li key={value} className="flex justify-between gap-3 py-0.5">
                      <span className="truncate text-body">{valueText(feature, value)}</span>
                      <span className={`whitespace-nowrap ${log_odds > 0 ? 'text-good' : 'text-bad'}`}>
                        {oddsText(log_odds)}
                      </span>
                    </li>
                  ))}
                </ul>
              </details>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Bar({ feature, weight, most }: { feature: string; weight: number; most: number }) {
  return (
    <span className="flex min-w-0 flex-1 items-center gap-3 text-sm">
      <span className="w-52 shrink-0 truncate text-ink max-sm:w-36">{featureLabel(feature)}</span>
      <span className="h-1.5 min-w-0 flex-1 rounded-full bg-line" aria-hidden>
        <span className="block h-full rounded-full bg-c1" style={{ width: `${(100 * weight) / most}%` }} />
      </span>
      <span className="num w-10 shrink-0 text-right text-xs text-body">{dec(weight, 2)}</span>
    </span>
  );
}
