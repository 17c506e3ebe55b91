/** Tiny SVG charts. They render with the table, need no chart library and print well. */
export function Sparkline({
  data,
  width = 88,
  height = 24,
  color = 'var(--c1)',
  area = true,
  base,
}: {
  data: number[];
  width?: number;
  height?: number;
  color?: string;
  area?: boolean;
  base?: number[];
}) {
  const all = base ? [...data, ...base] : data;
  const lo = Math.min(...all),
    hi = Math.max(...all),
    span = hi - lo || 1;
  const pt = (v: number, i: number, n: number) =>
    `${((i / (n - 1)) * width).toFixed(1)} ${(height - 2 - ((v - lo) / span) * (height - 4)).toFixed(1)}`;
  const path = (list: number[]) => `M${list.map((v, i) => pt(v, i, list.length)).join('L')}`;
  const d = path(data);
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      preserveAspectRatio="none"
      className="block max-w-full overflow-visible"
      aria-hidden
    >
      {area && <path d={`${d}L${width} ${height}L0 ${height}z`} fill={color} opacity={0.1} />}
      {base && (
        <path
          d={path(base)}
          fill="none"
          stroke="var(--faint)"
          strokeWidth={1}
          strokeDasharray="2 2"
          vectorEffect="non-scaling-stroke"
        />
      )}
      <path
        d={d}
        fill="none"
        stroke={color}
        strokeWidth={1.5}
        strokeLinejoin="round"
        strokeLinecap="round"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}

/** A number with a bar behind it, for table cells. */
export function BarCell({
  value,
  max,
  text,
  color = 'var(--c1)',
  width = 96,
}: {
  value: number;
  max: number;
  text: string;
  color?: string;
  width?: number;
}) {
  return (
    <span className="flex items-center gap-2">
      <span className="num w-14 text-right text-ink">{text}</span>
      <span className="h-1.5 overflow-hidden rounded-full bg-line" style={{ width }} aria-hidden>
        <span
          className="block h-full rounded-full"
          style={{ width: `${Math.max(1.5, (value / max) * 100)}%`, background: color }}
        />
      </span>
    </span>
  );
}
