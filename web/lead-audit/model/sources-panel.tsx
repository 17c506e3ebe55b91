import type { PredictionModel } from '#contract/prediction.ts';
import { paths } from '../../paths.ts';
import { AppLink } from '../../shell/app-link.tsx';
import { toList } from '../../shell/search-params.ts';
import { int, pct } from '../../ui/format.ts';
import { IntervalBar } from '../../ui/interval-bar.tsx';
import { Panel } from '../../ui/panel.tsx';

/** What leads get while there is no model: the rate of their source, with its interval. */
export function SourcesPanel({ sources, className }: { sources: PredictionModel['sources']; className?: string }) {
  const most = Math.max(...sources.map(({ high }) => high), 0.01);
  return (
    <Panel id="sources" title="Chance by source" meta="drawn to the rate of all sources" className={className}>
      <div className="relative overflow-x-auto">
        <table className="num w-full text-xs">
          <thead className="text-muted">
            <tr>
              <th scope="col" className="py-1.5 pr-2 text-left font-medium">
                Source
              </th>
              <th scope="col" className="px-2 text-right font-medium">
                Leads
              </th>
              <th scope="col" className="px-2 text-right font-medium">
                Converted
              </th>
              <th scope="col" className="px-2 text-right font-medium">
                Chance
              </th>
              <th scope="col" className="w-2/5 pl-2 text-left font-medium">
                95% interval
              </th>
            </tr>
          </thead>
          <tbody>
            {sources.map(({ source, leads, conversions, probability, low, high }) => (
              <tr key={source} className="border-t border-line">
                <th scope="row" className="py-1.5 pr-2 text-left font-medium text-ink">
                  <AppLink to={paths.leads} search={{ source: toList([source]) }} className="hover:underline">
                    {source}
                  </AppLink>
                </th>
                <td className="px-2 text-right text-body">{int(leads)}</td>
                <td className="px-2 text-right text-body">{int(conversions)}</td>
                <td className="px-2 text-right font-medium text-ink">{pct(probability)}</td>
                <td className="pl-2">
                  <span className="flex items-center gap-2">
                    <IntervalBar value={probability} low={low} high={high} max={most} tone="body" />
                    <span className="w-24 shrink-0 text-right whitespace-nowrap text-muted">
                      {pct(low)}–{pct(high)}
                    </span>
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
