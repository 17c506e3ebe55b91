import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Brain, RefreshCw } from 'lucide-react';
import type { Prediction, PredictionModel } from '#contract/prediction.ts';
import type { Client } from '#contract/workspace.ts';
import { useJobOf } from '../../shell/jobs.ts';
import { NoClients, NoLeads } from '../../shell/no-data.tsx';
import { Page } from '../../shell/page.tsx';
import { useClient, useMay } from '../../shell/workspace.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { dateTime, int, plural } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { DriftPanel } from './drift-panel.tsx';
import { FeaturesPanel } from './features-panel.tsx';
import { FigureStrip } from './figure-strip.tsx';
import { LiftPanel } from './lift-panel.tsx';
import { fitModel, modelQuery } from './model-api.ts';
import { RefusedPanel } from './refused-panel.tsx';
import { ReliabilityPanel } from './reliability-panel.tsx';
import { SourcesPanel } from './sources-panel.tsx';
import { VersionsPanel } from './versions-panel.tsx';

/** Below this a ranking is not worth following. */
const WEAK_AUC = 0.6;

/** The conversion model of a client: how far it can be trusted, what it reads, and what it was refused. */
export function ModelPage() {
  const client = useClient();
  return (
    <Page title="Model" period={false} crumbs={[['Marketing'], ['Lead Audit', '/lead-audit'], ['Model']]}>
      {!client ? <NoClients /> : client.leads === 0 ? <NoLeads client={client} /> : <Board client={client} />}
    </Page>
  );
}

function Board({ client }: { client: Client }) {
  const { data, error, refetch } = useQuery(modelQuery(client.id));
  if (error && !data) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton height={480} label="Loading the model" />;
  const { model } = data;
  if (model === null) return <NoModel client={client} prediction={data} />;
  return (
    <>
      <header className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-2">
        <p className="min-w-0 flex-1 text-sm text-body">
          <b className="font-semibold text-ink">{nameOf(model)}</b> {trainedText(model, client.time_zone)} It is fitted
          again on {dateTime(data.next_fit_at, client.time_zone)}.
        </p>
        <FitButton client={client} horizonDays={model.horizon_days} accept={model.accepted} label="Fit again" />
      </header>
      {model.kind === 'prior' && (
        <Notice tone="warn" title="Not enough data for a model" className="mb-3">
          {whyNot(data, model)}
        </Notice>
      )}
      {model.auc !== null && model.auc < WEAK_AUC && (
        <Notice tone="warn" title="It ranks leads little better than chance" className="mb-3">
          What is known of a lead when it comes says little about who converts here. Its probabilities hold as rates; do
          not choose whom to call by them alone.
        </Notice>
      )}
      <FigureStrip model={model} prediction={data} />
      <div className="mt-3 grid grid-cols-12 gap-3">
        {model.metrics ? (
          <>
            <ReliabilityPanel className="col-span-12 xl:col-span-7" metrics={model.metrics} />
            <LiftPanel className="col-span-12 xl:col-span-5" metrics={model.metrics} />
            <FeaturesPanel className="col-span-12 xl:col-span-7" features={model.features} kind={model.kind} />
            <DriftPanel className="col-span-12 xl:col-span-5" clientId={client.id} version={model.version} />
          </>
        ) : (
          <SourcesPanel className="col-span-12" sources={model.sources} />
        )}
        <RefusedPanel className="col-span-12 xl:col-span-5" client={client} model={model} />
        <VersionsPanel className="col-span-12 xl:col-span-7" client={client} versions={data.versions} />
      </div>
    </>
  );
}

const nameOf = ({ kind, version }: PredictionModel): string =>
  `${kind === 'trees' ? 'Boosted trees' : kind === 'logistic' ? 'Logistic regression' : 'Rate of the source'}, version ${version}.`;

function trainedText(model: PredictionModel, timeZone: string): string {
  const through = model.trained_through ? `, the newest of ${dateTime(model.trained_through, timeZone)}` : '';
  return `Learnt from ${plural(model.leads, 'lead')} whose outcome after ${plural(model.horizon_days, 'day')} is known${through}.`;
}

/** Why there is no model, and how much is missing: honestly. */
function whyNot({ known }: Prediction, model: PredictionModel): string {
  const stand = 'Until then a lead gets the rate of its source, drawn to that of all sources.';
  if (model.not_enough === 'features') return `Every feature was refused, see below. ${stand}`;
  if (model.not_enough === 'history')
    return `The conversions came in too short a time to judge a model on later leads. ${stand}`;
  const missing = Math.max(0, known.needed - known.conversions);
  return missing > 0
    ? `${int(known.conversions)} of ${int(known.needed)} conversions are there: ${int(missing)} are missing. ${stand}`
    : `There are ${int(known.conversions)} conversions now, which is enough: fit again. ${stand}`;
}

function NoModel({ client, prediction: { known } }: { client: Client; prediction: Prediction }) {
  const enough = known.conversions >= known.needed;
  return (
    <Empty
      icon={<Brain />}
      title="No model yet"
      action={
        known.leads > 0 ? (
          <FitButton client={client} horizonDays={known.horizon_days} accept={[]} label="Learn from these leads" />
        ) : undefined
      }
    >
      {known.leads === 0
        ? `No lead is ${known.horizon_days} days old yet, so no outcome is known. Come back when the first are.`
        : `${plural(known.leads, 'lead')} are ${known.horizon_days} days old or older, ${int(known.conversions)} of them converted in that time. ${enough ? 'That is enough to learn which leads convert.' : `A model needs ${int(known.needed)}; until then each lead gets the rate of its source.`}`}
    </Empty>
  );
}

function FitButton({
  client,
  horizonDays,
  accept,
  label,
}: {
  client: Client;
  horizonDays: number;
  accept: string[];
  label: string;
}) {
  const queryClient = useQueryClient();
  const may = useMay('scoring.write');
  const job = useJobOf(client.id);
  if (!may) return null;
  return (
    <Button
      variant="primary"
      icon={<RefreshCw />}
      disabled={job !== undefined}
      onClick={() => void fitModel(queryClient, client.id, { horizon_days: horizonDays, accept })}
    >
      {job?.kind === 'model_fit' ? 'Learning…' : label}
    </Button>
  );
}
