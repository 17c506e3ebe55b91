import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { PredictionModel, RefusedFeature } from '#contract/prediction.ts';
import type { Client } from '#contract/workspace.ts';
import { useMay } from '../../shell/workspace.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Panel } from '../../ui/panel.tsx';
import { featureLabel } from './feature-words.ts';
import { fitModel } from './model-api.ts';

/** Features that were kept out because they know the outcome, each with the reason. */
export function RefusedPanel({
  client,
  model,
  className,
}: {
  client: Client;
  model: PredictionModel;
  className?: string;
}) {
  const queryClient = useQueryClient();
  const may = useMay('scoring.write');
  const [asked, setAsked] = useState<RefusedFeature>();
  return (
    <Panel id="refused" title="Refused" meta="features that seem to know the outcome" className={className}>
      {model.refused.length === 0 ? (
        <p className="text-sm text-muted">
          None. Every feature was set when the lead came, and none is better than it can be.
          {model.accepted.length > 0 && ` Vouched for: ${model.accepted.map(featureLabel).join(', ')}.`}
        </p>
      ) : (
        <ul>
          {model.refused.map((refusal) => (
            <li key={refusal.feature} className="flex items-start gap-3 border-t border-line py-2 first:border-t-0">
              <span className="min-w-0 flex-1">
                <span className="block text-sm font-medium text-ink">{featureLabel(refusal.feature)}</span>
                <span className="num block text-xs text-muted">{refusal.reason}</span>
              </span>
              {may && refusal.cause !== 'set_later' && (
                <Button size="xs" onClick={() => setAsked(refusal)}>
                  Use it
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {asked && (
        <ConfirmDialog
          title={`Use ${featureLabel(asked.feature).toLowerCase()}?`}
          action="Use it and fit again"
          onClose={() => setAsked(undefined)}
          onConfirm={() =>
            fitModel(queryClient, client.id, {
              horizon_days: model.horizon_days,
              accept: [...model.accepted, asked.feature],
            })
          }
        >
          {asked.reason} Use it only if you know that it is set before the lead is scored. Otherwise the model shines
          here and fails on new leads.
        </ConfirmDialog>
      )}
    </Panel>
  );
}
