import { type ReactNode, useState } from 'react';
import { AppLink } from '../shell/app-link.tsx';
import { labelStep } from './scale.ts';
import { useWidth } from './use-width.ts';

export interface Column {
  /** Under the axis. */
  tick: string;
  /** In full, over the tooltip. */
  name: string;
  /** What a screen reader says of it. */
  label: string;
  /** The leads behind it. */
  to: string;
  search: Record<string, string | undefined>;
}
export interface Geometry {
  width: number;
  /** Left edge, width and middle of a column. */
  x: (i: number) => number;
  band: number;
  mid: (i: number) => number;
  y: (value: number) => number;
  /** The column under the pointer or with the focus. */
  active: number | null;
}

const TOP = 10;
const BOTTOM = 24;
const RIGHT = 4;

/**
 * A plot over a row of columns. Each column is a link to the leads behind it, so it works with the mouse, with Enter,
 * and in a new tab; Tab enters the plot once and the arrow keys move along it. `children` draws the marks.
 */
export function Plot({
  label,
  columns,
  yTicks,
  yText,
  height,
  tip,
  children,
}: {
  /** A sentence that states the result. */
  label: string;
  columns: readonly Column[];
  yTicks: readonly number[];
  yText: (value: number) => string;
  height: number;
  tip: (i: number) => ReactNode;
  children: (geometry: Geometry) => ReactNode;
}) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const [active, setActive] = useState<number | null>(null);
  const [entry, setEntry] = useState(columns.length - 1);
  const left = Math.max(...yTicks.map((tick) => yText(tick).length)) * 6.5 + 12;
  const band = Math.max(0, (width - left - RIGHT) / Math.max(1, columns.length));
  const x = (i: number) => left + i * band;
  const low = yTicks[0] ?? 0;
  const high = yTicks.at(-1) ?? 1;
  const y = (value: number) => TOP + (1 - (value - low) / (high - low)) * (height - TOP - BOTTOM);
  const every = labelStep(columns.length, width - left, 62);
  const tabStop = Math.min(entry, columns.length - 1);

  const move = (event: React.KeyboardEvent, i: number) => {
    const step = { ArrowLeft: -1, ArrowRight: 1, Home: -columns.length, End: columns.length }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(columns.length - 1, i + step));
    setEntry(next);
    event.currentTarget.parentElement?.querySelector<SVGAElement>(`a[data-i="${next}"]`)?.focus();
  };

  return (
    <div ref={ref} className="relative w-full" style={{ height }}>
      {width > 0 && (
        // biome-ignore lint/a11y/useSemanticElements: a group of links inside a drawing; a fieldset cannot hold one.
        <svg width={width} height={height} className="block overflow-visible" role="group" aria-label={label}>
          <g aria-hidden className="num pointer-events-none" fontSize={11} fill="var(--axis)">
            {yTicks.map((tick) => (
              <g key={tick}>
                <line x1={left} x2={width - RIGHT} y1={y(tick)} y2={y(tick)} stroke="var(--grid)" />
                <text x={left - 8} y={y(tick) + 4} textAnchor="end">
                  {yText(tick)}
                </text>
              </g>
            ))}
            {columns.map((column, i) =>
              i % every === 0 ? (
                <text key={column.label} x={Math.min(width - 18, x(i) + band / 2)} y={height - 6} textAnchor="middle">
                  {column.tick}
                </text>
              ) : null,
            )}
          </g>
          {columns.map((column, i) => (
            <AppLink
              key={column.label}
              to={column.to}
              search={column.search}
              data-i={i}
              aria-label={column.label}
              tabIndex={i === tabStop ? 0 : -1}
              onMouseEnter={() => setActive(i)}
              onMouseLeave={() => setActive(null)}
              onFocus={() => {
                setActive(i);
                setEntry(i);
              }}
              onBlur={() => setActive(null)}
              onKeyDown={(event) => move(event, i)}
              className="outline-none"
            >
              <rect
                x={x(i)}
                y={TOP}
                width={band}
                height={Math.max(0, height - TOP - BOTTOM)}
                rx={2}
                fill={active === i ? 'var(--hover)' : 'transparent'}
                className="[a:focus-visible>&]:stroke-focus [a:focus-visible>&]:[stroke-width:2]"
              />
            </AppLink>
          ))}
          {/* The links say every column; a mark for each source would be read as one more nameless picture. */}
          <g aria-hidden>{children({ width, x, band, mid: (i) => x(i) + band / 2, y, active })}</g>
        </svg>
      )}
      {active !== null && width > 0 && (
        <Tip left={x(active) + band / 2} width={width}>
          {tip(active)}
        </Tip>
      )}
    </div>
  );
}

const TIP_WIDTH = 190;

function Tip({ left, width, children }: { left: number; width: number; children: ReactNode }) {
  const right = left + 14 + TIP_WIDTH > width;
  return (
    <div
      aria-hidden
      className="num pointer-events-none absolute top-2 z-10 rounded-lg border border-line-strong bg-raised px-2.5 py-2 text-xs text-body shadow-(--shadow-popup)"
      style={{ width: TIP_WIDTH, left: Math.max(0, right ? left - 14 - TIP_WIDTH : left + 14) }}
    >
      {children}
    </div>
  );
}

/** The title of a tooltip. */
export const TipTitle = ({ children }: { children: ReactNode }) => (
  <p className="mb-0.5 text-2xs text-muted">{children}</p>
);
/** A line of a tooltip: what, and how much. */
export function TipRow({
  color,
  label,
  value,
  strong,
}: {
  color?: string;
  label: string;
  value: string;
  strong?: boolean;
}) {
  return (
    <p className={`flex items-center gap-2 leading-5 ${strong ? 'font-semibold text-ink' : ''}`}>
      <i className="size-2 shrink-0 rounded-[2px]" style={{ background: color ? `var(--${color})` : 'transparent' }} />
      <span className="min-w-0 flex-1 truncate">{label}</span>
      <span className="font-medium">{value}</span>
    </p>
  );
}
