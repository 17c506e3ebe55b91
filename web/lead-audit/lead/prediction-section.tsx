import { useQuery } from '@tanstack/react-query';
import type { LeadPrediction, PredictionFactor } from '#contract/prediction.ts';
import { paths } from '../../paths.ts';
import { AppLink } from '../../shell/app-link.tsx';
import { dateTime, dec, int, pct } from '../../ui/format.ts';
import { IntervalBar } from '../../ui/interval-bar.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { featureLabel, oddsText, valueText } from '../model/feature-words.ts';
import { leadPredictionQuery } from '../model/model-api.ts';

/** How many factors stand open; the rest adds little. */
const SHOWN = 6;

/** How likely the lead converts, and what makes it so, beside the points of the score. */
export function PredictionSection({ leadId, timeZone }: { leadId: string; timeZone: string }) {
  const { data, error, refetch } = useQuery(leadPredictionQuery(leadId));
  return (
    <section aria-labelledby="chance" className="mt-6 border-t border-line-strong pt-4">
      <div className="flex items-baseline justify-between gap-4">
        <h3 id="chance" className="text-xs font-semibold">
          Chance to convert
        </h3>
        {data && <span className="num text-lg font-semibold text-ink">{pct(data.probability)}</span>}
      </div>
      {error ? (
        <Problem error={error} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <Skeleton height={120} label="Loading the chance to convert" />
      ) : data === null ? (
        <p className="mt-1 text-xs text-muted">
          This client has no model yet.{' '}
          <AppLink to={paths.model} className="text-accent-ink underline">
            See what there is to learn from
          </AppLink>
          .
        </p>
      ) : (
        <Body prediction={data} timeZone={timeZone} />
      )}
    </section>
  );
}

function Body({ prediction, timeZone }: { prediction: LeadPrediction; timeZone: string }) {
  const { probability, low, high, alike, horizon_days, factors } = prediction;
  const scale = Math.max(...factors.map(({ log_odds }) => Math.abs(log_odds)), 0.1);
  return (
    <>
      <p className="num mt-1 text-xs text-muted">
        Within {horizon_days} days; 95% interval {pct(low)}–{pct(high)},{' '}
        {prediction.kind === 'prior'
          ? `from ${int(alike)} leads of its source. Not enough data for more than the rate of the source.`
          : `from ${int(alike)} leads foretold alike.`}
      </p>
      <div className="mt-2">
        <IntervalBar value={probability} low={low} high={high} max={Math.min(1, high * 1.4)} tone="body" />
      </div>
      {factors.length > 0 && (
        <>
          <p className="mt-3 flex justify-between text-2xs text-muted">
            <span>less than an average lead</span>
            <span>more</span>
          </p>
          <ul>
            {factors.slice(0, SHOWN).map((factor) => (
              <FactorRow key={factor.feature} factor={factor} scale={scale} />
            ))}
          </ul>
          {factors.length > SHOWN && (
            <details className="text-xs">
              <summary className="flex min-h-6 w-fit items-center text-muted hover:text-ink coarse:min-h-10">
                {factors.length - SHOWN} factors that weigh less
              </summary>
              <ul>
                {factors.slice(SHOWN).map((factor) => (
                  <FactorRow key={factor.feature} factor={factor} scale={scale} />
                ))}
              </ul>
            </details>
          )}
        </>
      )}
      <p className="num mt-4 rounded-lg border border-line bg-sunken p-3 text-xs text-muted">
        Model version {prediction.version}
        {prediction.trained_through && `, learnt through ${dateTime(prediction.trained_through, timeZone)}`}
        {prediction.auc !== null && `, AUC ${dec(prediction.auc, 2)}`}
        {prediction.ece !== null && `, calibration error ${pct(prediction.ece)}`}.{' '}
        {prediction.base_probability !== null && `An average lead has ${pct(prediction.base_probability)}. `}
        Names, addresses and messages are not inputs.{' '}
        <AppLink to={paths.model} className="text-accent-ink underline">
          About the model
        </AppLink>
      </p>
    </>
  );
}

function FactorRow({ factor: { feature, value, log_odds }, scale }: { factor: PredictionFactor; scale: number }) {
  const width = `${Math.max(1, (50 * Math.abs(log_odds)) / scale)}%`;
  const more = log_odds > 0;
  return (
    <li className="border-t border-line py-1.5">
      <div className="num flex items-baseline justify-between gap-3 text-xs">
        <span className="min-w-0 truncate">
          <span className="font-medium text-ink">{featureLabel(feature)}</span>
          <span className="ml-2 text-muted">{valueText(feature, value)}</span>
        </span>
        <span className={`whitespace-nowrap ${more ? 'text-good' : 'text-bad'}`}>{oddsText(log_odds)}</span>
      </div>
      <div className="relative mt-1 h-1.5 rounded-full bg-line" aria-hidden>
        <span
          className={`absolute inset-y-0 rounded-full ${more ? 'bg-good-solid' : 'bg-bad-solid'}`}
          style={more ? { left: '50%', width } : { right: '50%', width }}
        />
        <span className="absolute -inset-y-0.5 left-1/2 w-px bg-ink" />
      </div>
    </li>
  );
}
