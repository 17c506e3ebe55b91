import type { ReactNode } from 'react';

/** The same numbers as a chart, as a table of the same height. The region scrolls with the keyboard. */
export function PlotTable({
  label,
  head,
  rows,
  height,
}: {
  label: string;
  head: readonly string[];
  rows: readonly { key: string; cells: readonly ReactNode[] }[];
  height: number;
}) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard.
      tabIndex={0}
      className="relative overflow-auto"
      style={{ height }}
    >
      <table className="num w-full text-xs">
        <thead className="sticky top-0 bg-panel text-muted">
          <tr>
            {head.map((word, i) => (
              <th
                key={word}
                scope="col"
                className={
                  i === 0
                    ? 'py-1 pr-2 text-left font-medium'
                    : 'px-2 text-right font-medium whitespace-nowrap last:pr-1'
                }
              >
                {word}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key} className="border-t border-line hover:bg-hover">
              {row.cells.map((cell, i) =>
                i === 0 ? (
                  <th key={head[i]} scope="row" className="py-1 pr-2 text-left font-normal whitespace-nowrap">
                    {cell}
                  </th>
                ) : (
                  <td key={head[i]} className="px-2 text-right last:pr-1">
                    {cell}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
