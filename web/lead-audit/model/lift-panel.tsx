import type { ModelMetrics } from '#contract/prediction.ts';
import { dec, int, pct } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';

/** How much of what converts is found when only the best leads are called. */
export function LiftPanel({ metrics, className }: { metrics: ModelMetrics; className?: string }) {
  return (
    <Panel id="lift" title="What calling the best first finds" className={className}>
      <table className="num w-full text-xs">
        <thead className="text-muted">
          <tr>
            <th scope="col" className="py-1.5 pr-2 text-left font-medium">
              Best
            </th>
            <th scope="col" className="px-2 text-right font-medium">
              Leads
            </th>
            <th scope="col" className="w-2/5 px-2 text-left font-medium">
              Share of conversions
            </th>
            <th scope="col" className="pl-2 text-right font-medium">
              Lift
            </th>
          </tr>
        </thead>
        <tbody>
          {metrics.lift.map((row) => (
            <tr key={row.share} className="border-t border-line">
              <th scope="row" className="py-1.5 pr-2 text-left font-medium text-ink">
                {pct(row.share, 0)}
              </th>
              <td className="px-2 text-right text-body">{int(row.leads)}</td>
              <td className="px-2">
                <span className="flex items-center gap-2">
                  <span className="h-1.5 flex-1 rounded-full bg-line" aria-hidden>
                    <span className="block h-full rounded-full bg-c1" style={{ width: pct(row.captured, 1) }} />
                  </span>
                  <span className="w-10 text-right text-ink">{pct(row.captured, 0)}</span>
                </span>
              </td>
              <td className="pl-2 text-right font-medium text-ink">× {dec(row.lift)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <ul className="mt-3 border-t border-line pt-2 text-2xs text-muted">
        {metrics.tried.map(({ kind, memory, auc }) => (
          <li key={`${kind} ${memory}`} className="num flex justify-between gap-3 py-0.5">
            <span>
              {kind === 'trees' ? 'Boosted trees' : 'Logistic regression'} on{' '}
              {memory === null ? 'all leads' : `the newest ${int(memory)}`}
            </span>
            <span>AUC {dec(auc, 3)}</span>
          </li>
        ))}
        <li className="pt-1">The simplest is taken unless another wins by 0.010.</li>
      </ul>
    </Panel>
  );
}
