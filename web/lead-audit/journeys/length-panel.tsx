import type { Journeys } from '#contract/journeys.ts';
import { int, pct } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';

/** How long it takes, as a table whose rows are their own bars. */
export function LengthPanel({
  id,
  title,
  length: { quartiles, bins },
  name,
  text,
}: {
  id: string;
  title: string;
  length: Journeys['touches'];
  name: (from: number, to: number | null) => string;
  text: (value: number) => string;
}) {
  const all = bins.reduce((sum, { journeys }) => sum + journeys, 0);
  const most = Math.max(1, ...bins.map(({ journeys }) => journeys));
  const middle =
    quartiles && `median ${text(quartiles.median)}, half between ${text(quartiles.p25)} and ${text(quartiles.p75)}`;
  return (
    <Panel id={id} title={title} meta={middle ?? 'nobody yet'}>
      <table className="num w-full text-xs">
        <tbody>
          {bins.map(({ from, to, journeys }) => (
            <tr key={from}>
              <th scope="row" className="w-24 py-0.5 pr-2 text-left font-normal whitespace-nowrap text-body">
                {name(from, to)}
              </th>
              <td className="relative h-6">
                <span
                  className="absolute inset-y-1 left-0 rounded-[3px]"
                  style={{ width: `${(journeys / most) * 100}%`, background: 'var(--s3)' }}
                  aria-hidden
                />
              </td>
              <td className="w-20 pl-2 text-right text-ink">
                {int(journeys)} <span className="text-muted">{all > 0 ? pct(journeys / all, 0) : ''}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
