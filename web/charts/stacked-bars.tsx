import { useMemo } from 'react';
import { int } from '../ui/format.ts';
import { type Column, Plot, TipRow, TipTitle } from './plot.tsx';
import { ticks } from './scale.ts';

export interface BarSeries {
  name: string;
  color: string;
  values: readonly number[];
}

const axisText = (value: number) => (value >= 1000 ? `${value / 1000}k` : String(value));

/** Counts by column, stacked by series, with the comparison period as a dashed line. A segment opens its own rows. */
export function StackedBars({
  label,
  columns,
  series,
  previous,
  height,
  onPick,
}: {
  label: string;
  columns: readonly Column[];
  series: readonly BarSeries[];
  previous: readonly number[];
  height: number;
  /** A segment was clicked: which series, which column. */
  onPick: (series: string, column: number) => void;
}) {
  const totals = useMemo(
    () => columns.map((_, i) => series.reduce((sum, one) => sum + (one.values[i] ?? 0), 0)),
    [columns, series],
  );
  const yTicks = ticks(0, Math.max(1, ...totals, ...previous), 4);
  const shown = [...series].reverse();
  return (
    <Plot
      label={label}
      columns={columns}
      yTicks={yTicks}
      yText={axisText}
      height={height}
      tip={(i) => (
        <>
          <TipTitle>{columns[i]?.name}</TipTitle>
          {shown.map((one) => (
            <TipRow key={one.name} color={one.color} label={one.name} value={int(one.values[i] ?? 0)} />
          ))}
          <TipRow label="Total" value={int(totals[i] ?? 0)} strong />
          {previous[i] !== undefined && <TipRow label="Comparison" value={int(previous[i] ?? 0)} />}
        </>
      )}
    >
      {({ x, band, mid, y }) => (
        <>
          {columns.map((column, i) => {
            let base = 0;
            const inset = band > 6 ? band * 0.14 : 0;
            return (
              <g key={column.label} pointerEvents={band > 6 ? undefined : 'none'}>
                {series.map((one, k) => {
                  const value = one.values[i] ?? 0;
                  const bottom = y(base);
                  base += value;
                  const barHeight = bottom - y(base);
                  if (barHeight <= 0) return null;
                  return (
                    // The column's own link serves the keyboard; this is its shortcut to one source.
                    // biome-ignore lint/a11y/noStaticElementInteractions: a pointer-only shortcut beside the column's link.
                    <rect
                      key={one.name}
                      x={x(i) + inset}
                      y={y(base)}
                      width={Math.max(1, band - inset * 2)}
                      height={barHeight}
                      rx={k === series.length - 1 && band > 6 ? 1.5 : 0}
                      fill={`var(--${one.color})`}
                      stroke="var(--panel)"
                      strokeWidth={band > 6 ? 0.75 : 0}
                      className="cursor-pointer hover:opacity-85"
                      onClick={() => onPick(one.name, i)}
                    />
                  );
                })}
              </g>
            );
          })}
          {previous.length > 1 && (
            <polyline
              points={previous.map((value, i) => `${mid(i)},${y(value)}`).join(' ')}
              fill="none"
              stroke="var(--ink)"
              strokeWidth={1.25}
              strokeDasharray="3 3"
              opacity={0.75}
              pointerEvents="none"
            />
          )}
        </>
      )}
    </Plot>
  );
}
