/** What a benchmark found: a line of the table that `npm run bench` prints. */
export interface Figure {
  name: string;
  /** With its unit. */
  measured: string;
  /** What it has to reach, where something is promised, and whether it does. */
  reach?: string;
  met?: boolean;
  /** What the design's own measurement or another product showed, with its unit. */
  anchor?: string;
}

/** A figure that must not exceed a limit, both in the same unit. */
export function atMost(name: string, value: number, limit: number, unit: string): Figure {
  return { name, measured: written(value, unit), reach: `≤ ${written(limit, unit)}`, met: value <= limit };
}

/** A figure that must reach a limit, both in the same unit. */
export function atLeast(name: string, value: number, limit: number, unit: string): Figure {
  return { name, measured: written(value, unit), reach: `≥ ${written(limit, unit)}`, met: value >= limit };
}

/** A figure without a promise. */
export function plain(name: string, value: number, unit: string): Figure {
  return { name, measured: written(value, unit) };
}

function written(value: number, unit: string): string {
  const digits = Math.abs(value) < 10 ? 2 : Math.abs(value) < 100 ? 1 : 0;
  return `${Number(value.toFixed(digits)).toLocaleString('en-US')} ${unit}`;
}

/** The value below which the given share (0 to 1) of the values lie; nearest rank. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** A table of figures in aligned columns. */
export function tableOf(figures: readonly Figure[]): string {
  const rows = figures.map(({ name, measured, reach = '', met, anchor }) => [
    name,
    measured,
    reach,
    met === undefined ? '' : met ? 'met' : 'NOT MET',
    anchor === undefined ? '' : `anchor ${anchor}`,
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd())
    .join('\n');
}
