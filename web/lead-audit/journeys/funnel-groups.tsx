import type { FunnelAnswer } from '#contract/journeys.ts';
import { int, pct } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import { ScrollBox } from '../../ui/scroll-box.tsx';
import { keyLabel } from './journey-words.ts';

/** The funnel of each group, step beside step, with the share of the step before. */
export function FunnelGroups({ answer, name }: { answer: FunnelAnswer; name: string }) {
  const label = (key: string) => (answer.breakdown === 'channel' ? keyLabel('channel', key) : key);
  return (
    <Panel id="groups" title={`By ${name.toLowerCase()}`} meta="share of the step before">
      <ScrollBox label={`Funnel by ${name.toLowerCase()}`}>
        <table className="num w-full text-xs">
          <thead className="text-muted">
            <tr>
              <th scope="col" className="py-1 pr-2 text-left font-medium">
                {name}
              </th>
              {answer.steps.map(({ step, label: words }) => (
                <th key={step} scope="col" className="px-2 text-right font-medium whitespace-nowrap">
                  {step}. {words}
                </th>
              ))}
              <th scope="col" className="px-2 text-right font-medium whitespace-nowrap">
                End to end
              </th>
            </tr>
          </thead>
          <tbody>
            {answer.groups.map(({ key, journeys }) => (
              <tr key={key} className="border-t border-line hover:bg-hover">
                <th scope="row" className="py-1.5 pr-2 text-left font-normal whitespace-nowrap text-ink">
                  {label(key)}
                </th>
                {journeys.map((count, index) => (
                  <td key={answer.steps[index]?.step} className="px-2 text-right whitespace-nowrap">
                    {int(count)}{' '}
                    {index > 0 && <span className="text-muted">{share(count, journeys[index - 1] ?? 0)}</span>}
                  </td>
                ))}
                <td className="px-2 text-right font-medium text-ink">
                  {share(journeys.at(-1) ?? 0, journeys[0] ?? 0)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </Panel>
  );
}

const share = (count: number, of: number) => (of > 0 ? pct(count / of, 0) : '–');
