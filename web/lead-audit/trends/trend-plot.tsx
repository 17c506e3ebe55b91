import { Plot, TipRow, TipTitle } from '../../charts/plot.tsx';
import { ticks } from '../../charts/scale.ts';
import { segments } from '../../charts/segments.ts';
import { paths } from '../../paths.ts';
import { day, weekday } from '../../ui/format.ts';
import type { TrendPoint } from './trend-points.ts';

/** Counts by column with what was expected and its interval; the days to come dashed. Days that depart and notes are marked. */
export function TrendPlot({
  label,
  points,
  text,
  changes,
  search,
  height,
}: {
  label: string;
  points: readonly TrendPoint[];
  /** A value as the axis and the tooltip write it. */
  text: (value: number) => string;
  /** First days of new levels. */
  changes: readonly string[];
  /** The filter beside the days. */
  search: Record<string, string | undefined>;
  height: number;
}) {
  const all = points
    .flatMap(({ value, previous, mean, high }) => [value, previous, mean, high])
    .filter((one) => one !== null);
  const name = ({ from, to }: TrendPoint) => (from === to ? weekday(from) : `${day(from)} – ${day(to)}`);
  const firstAhead = points.findIndex(({ ahead }) => ahead);
  return (
    <Plot
      label={label}
      columns={points.map((point) => ({
        tick: day(point.from),
        name: name(point),
        label: labelOf(point, name(point), text),
        to: paths.leads,
        search: { ...search, from: point.from, to: point.to },
      }))}
      yTicks={ticks(0, Math.max(1, ...all), 4)}
      yText={text}
      height={height}
      tip={(i) => {
        const point = points[i];
        if (!point) return null;
        return (
          <>
            <TipTitle>{name(point)}</TipTitle>
            {point.value !== null && <TipRow color="c1" label="Actual" value={text(point.value)} strong />}
            {point.mean !== null && (
              <TipRow color="s3" label={point.ahead ? 'Forecast' : 'Expected'} value={text(point.mean)} />
            )}
            {point.low !== null && point.high !== null && (
              <TipRow color="s2" label="9 in 10 days" value={`${text(point.low)} – ${text(point.high)}`} />
            )}
            {point.previous !== null && <TipRow label="Comparison" value={text(point.previous)} />}
            {point.anomalies.length > 0 && <TipRow color="bad-solid" label="Departs from what was expected" value="" />}
            {point.notes.map((note) => (
              <p key={note} className="mt-0.5 text-2xs text-pretty text-ink">
                {note}
              </p>
            ))}
          </>
        );
      }}
    >
      {({ mid, x, y, active }) => {
        const line = (pick: (point: TrendPoint) => number | null) =>
          segments(points.map(pick))
            .map((run) => run.map(([i, value], k) => `${k ? 'L' : 'M'}${mid(i)} ${y(value)}`).join(''))
            .join('');
        const band = segments(points.map(({ low, high }) => (high === null ? null : low)))
          .map((run) => {
            const up = run.map(([i]) => `${mid(i)} ${y(points[i]?.high ?? 0)}`);
            return `M${[...up, ...run.map(([i, low]) => `${mid(i)} ${y(low)}`).reverse()].join('L')}z`;
          })
          .join('');
        const at = active === null ? undefined : points[active];
        return (
          <g pointerEvents="none" fill="none">
            {firstAhead > 0 && (
              <line x1={x(firstAhead)} x2={x(firstAhead)} y1={10} y2={height - 24} stroke="var(--line-strong)" />
            )}
            <path d={band} fill="var(--c1)" opacity={0.12} />
            <path d={line(({ previous }) => previous)} stroke="var(--axis)" strokeWidth={1.25} strokeDasharray="3 3" />
            <path d={line(({ trend }) => trend)} stroke="var(--c2)" strokeWidth={1.5} />
            <path d={line(({ value }) => value)} stroke="var(--c1)" strokeWidth={2} strokeLinejoin="round" />
            <path
              d={line(({ mean, ahead }) => (ahead ? mean : null))}
              stroke="var(--c1)"
              strokeWidth={2}
              strokeDasharray="5 4"
            />
            {points.map((point, i) =>
              point.anomalies.length > 0 && point.value !== null ? (
                <circle
                  key={`a${point.from}`}
                  cx={mid(i)}
                  cy={y(point.value)}
                  r={5}
                  fill="var(--panel)"
                  stroke="var(--bad-solid)"
                  strokeWidth={2}
                />
              ) : null,
            )}
            {points.map((point, i) =>
              point.notes.length > 0 ? (
                <g key={`n${point.from}`}>
                  <line x1={mid(i)} x2={mid(i)} y1={16} y2={height - 24} stroke="var(--ink)" strokeDasharray="2 3" />
                  <path d={`M${mid(i) - 5} 8h10v7l-5 5l-5-5z`} fill="var(--ink)" />
                </g>
              ) : null,
            )}
            {points.map((point, i) =>
              changes.some((change) => change >= point.from && change <= point.to) ? (
                <line
                  key={`c${point.from}`}
                  x1={x(i)}
                  x2={x(i)}
                  y1={10}
                  y2={height - 24}
                  stroke="var(--bad-solid)"
                  strokeWidth={1.25}
                />
              ) : null,
            )}
            {active !== null && at?.value != null && (
              <circle cx={mid(active)} cy={y(at.value)} r={4} fill="var(--c1)" stroke="var(--panel)" strokeWidth={2} />
            )}
          </g>
        );
      }}
    </Plot>
  );
}

function labelOf(point: TrendPoint, name: string, text: (value: number) => string): string {
  if (point.ahead) return `${name}: forecast ${text(point.mean ?? 0)}`;
  const off = point.anomalies.length > 0 ? ', departs from what was expected' : '';
  return `${name}: ${text(point.value ?? 0)}${off}`;
}
