import { useQueryClient } from '@tanstack/react-query';
import type { ModelVersion } from '#contract/prediction.ts';
import type { Client } from '#contract/workspace.ts';
import { useJobOf } from '../../shell/jobs.ts';
import { useMay } from '../../shell/workspace.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { dateTime, dec, int, pct } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import { putInForce } from './model-api.ts';

const KIND: Record<ModelVersion['kind'], string> = {
  prior: 'Rate of the source',
  logistic: 'Logistic regression',
  trees: 'Boosted trees',
};

/** Every version that was fitted; any of them can be put in force again. */
export function VersionsPanel({
  client,
  versions,
  className,
}: {
  client: Client;
  versions: readonly ModelVersion[];
  className?: string;
}) {
  const queryClient = useQueryClient();
  const may = useMay('scoring.write');
  const busy = useJobOf(client.id) !== undefined;
  return (
    <Panel id="versions" title="Versions" className={className}>
      <div className="relative overflow-x-auto">
        <table className="num w-full text-xs whitespace-nowrap">
          <thead className="text-muted">
            <tr>
              {['Version', 'Kind', 'Fitted'].map((word) => (
                <th key={word} scope="col" className="py-1.5 pr-3 text-left font-medium">
                  {word}
                </th>
              ))}
              {['Conversions', 'AUC', 'ECE'].map((word) => (
                <th key={word} scope="col" className="px-2 text-right font-medium">
                  {word}
                </th>
              ))}
              <th scope="col" className="pl-2 text-right font-medium">
                <span className="sr-only">Use</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {versions.map((version) => (
              <tr key={version.version} className="border-t border-line">
                <th scope="row" className="py-1.5 pr-3 text-left font-medium text-ink">
                  {version.version}
                </th>
                <td className="pr-3 text-body">{KIND[version.kind]}</td>
                <td className="pr-3 text-muted">
                  {dateTime(version.created_at, client.time_zone)} by {version.created_by}
                </td>
                <td className="px-2 text-right text-body">{int(version.conversions)}</td>
                <td className="px-2 text-right text-body">{version.auc === null ? 'none' : dec(version.auc, 3)}</td>
                <td className="px-2 text-right text-body">{version.ece === null ? 'none' : pct(version.ece)}</td>
                <td className="pl-2 text-right">
                  {version.state === 'active' ? (
                    <Badge tone="good">In force</Badge>
                  ) : may ? (
                    <Button
                      size="xs"
                      disabled={busy}
                      onClick={() => void putInForce(queryClient, client.id, version.version)}
                    >
                      Use
                    </Button>
                  ) : null}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
