import { useQuery } from '@tanstack/react-query';
import type { PredictionDrift } from '#contract/prediction.ts';
import { Status, type Tone } from '../../ui/badge.tsx';
import { dec, int, pct } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { featureLabel } from './feature-words.ts';
import { driftQuery } from './model-api.ts';

type Level = PredictionDrift['level'];
const LOOK: Record<Level, { tone: Tone; word: string }> = {
  stable: { tone: 'good', word: 'Stable' },
  moving: { tone: 'warn', word: 'Moving' },
  drifted: { tone: 'bad', word: 'Drifted' },
};
const SHOWN = 8;

/** Whether the newest leads still look like those the model has learnt from. */
export function DriftPanel({
  clientId,
  version,
  className,
}: {
  clientId: string;
  version: number;
  className?: string;
}) {
  const { data, error, refetch } = useQuery(driftQuery(clientId, version));
  return (
    <Panel
      id="drift"
      title="Drift"
      meta={data && data.leads > 0 ? `${int(data.leads)} newest leads against training` : undefined}
      className={className}
      actions={data && <Status tone={LOOK[data.level].tone}>{LOOK[data.level].word}</Status>}
    >
      {error ? (
        <Problem error={error} onRetry={() => void refetch()} />
      ) : data ? (
        <Body drift={data} />
      ) : (
        <Skeleton height={180} label="Comparing the newest leads" />
      )}
    </Panel>
  );
}

function Body({ drift }: { drift: PredictionDrift }) {
  const { calibration, features, verdict } = drift;
  return (
    <>
      <p className="text-sm text-body">{verdict}</p>
      {calibration && (
        <p className="num mt-2 text-xs text-muted">
          Of {int(calibration.leads)} leads that came after training, {pct(calibration.seen)} converted (
          {pct(calibration.low)}–{pct(calibration.high)}); {pct(calibration.predicted)} were foretold.
        </p>
      )}
      {features.length > 0 && (
        <table className="num mt-2 w-full text-xs">
          <thead className="text-muted">
            <tr>
              <th scope="col" className="py-1 pr-2 text-left font-medium">
                Feature
              </th>
              <th scope="col" className="px-2 text-right font-medium">
                Stability index
              </th>
              <th scope="col" className="w-24 pl-2 text-left font-medium">
                State
              </th>
            </tr>
          </thead>
          <tbody>
            {features.slice(0, SHOWN).map(({ feature, psi, level }) => (
              <tr key={feature} className="border-t border-line">
                <th scope="row" className="py-1 pr-2 text-left font-normal text-ink">
                  {featureLabel(feature)}
                </th>
                <td className="px-2 text-right text-body">{dec(psi, 3)}</td>
                <td className="pl-2">
                  <Status tone={LOOK[level].tone}>{LOOK[level].word}</Status>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
