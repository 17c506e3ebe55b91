import { dec } from '../ui/format.ts';
import { type Column, Plot, TipRow, TipTitle } from './plot.tsx';
import { ticks } from './scale.ts';
import { segments } from './segments.ts';

export interface BandPoint {
  mean: number | null;
  low: number | null;
  high: number | null;
  previous: number | null;
}

/** Half the length of the dash that a value between two gaps is drawn as: a line needs two points. */
const LONE = 4;

/** A mean by column with the middle half around it, and the comparison period dashed. Gaps stay gaps. */
export function BandLine({
  label,
  columns,
  points,
  height,
}: {
  label: string;
  columns: readonly Column[];
  points: readonly BandPoint[];
  height: number;
}) {
  const values = points
    .flatMap((point) => [point.low, point.high, point.mean, point.previous])
    .filter((value) => value !== null);
  const yTicks = ticks(Math.min(...values, 100), Math.max(...values, 0), 4);
  return (
    <Plot
      label={label}
      columns={columns}
      yTicks={yTicks}
      yText={(value) => dec(value, Number.isInteger(value) ? 0 : 1)}
      height={height}
      tip={(i) => {
        const point = points[i];
        const text = (value: number | null | undefined) => (value == null ? 'no leads' : dec(value));
        return (
          <>
            <TipTitle>{columns[i]?.name}</TipTitle>
            <TipRow color="c1" label="Mean score" value={text(point?.mean)} strong />
            {point?.low != null && point.high != null && (
              <TipRow color="s2" label="Middle half" value={`${dec(point.low, 0)}–${dec(point.high, 0)}`} />
            )}
            {point?.previous != null && <TipRow label="Comparison" value={text(point.previous)} />}
          </>
        );
      }}
    >
      {({ mid, y, active }) => {
        const line = (pick: (point: BandPoint) => number | null) =>
          segments(points.map(pick))
            .map((run) =>
              run.length === 1
                ? run.map(([i, value]) => `M${mid(i) - LONE} ${y(value)}h${2 * LONE}`).join('')
                : run.map(([i, value], k) => `${k ? 'L' : 'M'}${mid(i)} ${y(value)}`).join(''),
            )
            .join('');
        const band = segments(points.map((point) => (point.low === null || point.high === null ? null : point.low)))
          .map((run) => {
            const up = run.map(([i]) => `${mid(i)} ${y(points[i]?.high ?? 0)}`);
            const down = run.map(([i, value]) => `${mid(i)} ${y(value)}`).reverse();
            return `M${[...up, ...down].join('L')}z`;
          })
          .join('');
        const at = active === null ? undefined : points[active];
        return (
          <g pointerEvents="none" fill="none">
            <path d={band} fill="var(--c1)" opacity={0.1} />
            <path d={line((point) => point.previous)} stroke="var(--axis)" strokeWidth={1.25} strokeDasharray="3 3" />
            <path
              d={line((point) => point.mean)}
              stroke="var(--c1)"
              strokeWidth={2}
              strokeLinejoin="round"
              strokeLinecap="round"
            />
            {active !== null && at?.mean != null && (
              <circle cx={mid(active)} cy={y(at.mean)} r={4} fill="var(--c1)" stroke="var(--panel)" strokeWidth={2} />
            )}
          </g>
        );
      }}
    </Plot>
  );
}
