import { segments } from '../charts/segments.ts';

/** A tiny line of SVG. Days without a value are gaps. It repeats numbers that stand beside it, so it is hidden from readers. */
export function Sparkline({
  data,
  width = 88,
  height = 24,
  color = 'var(--c1)',
}: {
  data: readonly (number | null)[];
  width?: number;
  height?: number;
  color?: string;
}) {
  const known = data.filter((value) => value !== null);
  if (known.length < 2) return null;
  const low = Math.min(...known);
  const span = Math.max(...known) - low || 1;
  const x = (i: number) => ((i / (data.length - 1)) * width).toFixed(1);
  const y = (value: number) => (height - 2 - ((value - low) / span) * (height - 4)).toFixed(1);
  const runs = segments(data);
  const line = runs.map((run) => `M${run.map(([i, value]) => `${x(i)} ${y(value)}`).join('L')}`);
  const area = runs.map(
    (run, k) => `${line[k]}L${x(run.at(-1)?.[0] ?? 0)} ${height}L${x(run[0]?.[0] ?? 0)} ${height}z`,
  );
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      preserveAspectRatio="none"
      className="block max-w-full overflow-visible"
      aria-hidden
    >
      <path d={area.join('')} fill={color} opacity={0.1} />
      <path
        d={line.join('')}
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
