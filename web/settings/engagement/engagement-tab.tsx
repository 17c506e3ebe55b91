import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { Engagement, EngagementChange, EngagementRules, EngagementSaved } from '#contract/engagement.ts';
import { TOUCHPOINT_KINDS, type TouchpointKind } from '#contract/touchpoint.ts';
import type { Client } from '#contract/workspace.ts';
import { request } from '../../api.ts';
import { Form } from '../../form.tsx';
import { trackJob } from '../../shell/jobs.ts';
import { NoClients } from '../../shell/no-data.tsx';
import { useClient, useMay } from '../../shell/workspace.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { NumberInput } from '../../ui/number-input.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { notify } from '../../ui/toast.tsx';
import { useSubmit } from '../../use-submit.ts';
import { SaveBar } from '../save-bar.tsx';
import { faultOf, KIND_WORDS } from './engagement-rules.ts';

const address = (clientId: string) => `/clients/${clientId}/engagement`;
const engagementQuery = (clientId: string) =>
  queryOptions({
    queryKey: ['engagement', clientId],
    queryFn: ({ signal }) => request<Engagement>('GET', address(clientId), { signal }),
  });
const saveEngagement = (clientId: string, body: EngagementChange) =>
  request<EngagementSaved>('PUT', address(clientId), { body });

/** What each deed of a person is worth, and how long. */
export function EngagementTab() {
  const client = useClient();
  const may = useMay('scoring.write');
  const { data, error, refetch } = useQuery({ ...engagementQuery(client?.id ?? ''), enabled: client !== undefined });
  if (!client) return <NoClients />;
  if (error && !data) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton height={420} label="Loading engagement rules" />;
  return <Editor key={`${client.id} ${data.version}`} client={client} state={data} readOnly={!may} />;
}

function Editor({ client, state, readOnly }: { client: Client; state: Engagement; readOnly: boolean }) {
  const queryClient = useQueryClient();
  const submit = useSubmit([]);
  const [rules, setRules] = useState<EngagementRules>(state.rules);
  const id = useId();
  const changed = JSON.stringify(rules) !== JSON.stringify(state.rules);
  const set = (kind: TouchpointKind, part: Partial<EngagementRules['kinds'][TouchpointKind]>) =>
    setRules({ ...rules, kinds: { ...rules.kinds, [kind]: { ...rules.kinds[kind], ...part } } });
  const save = async () => {
    const saved = await submit.run(() => saveEngagement(client.id, { version: state.version, rules }));
    if (!saved) return;
    trackJob(queryClient, saved.job);
    notify(`Engagement rules saved as version ${saved.version}`, { description: 'All leads are being scored again.' });
    await queryClient.invalidateQueries({ queryKey: ['engagement', client.id] });
  };
  return (
    <Form submit={submit} onSubmit={() => void save()} aria-label="Engagement rules">
      {readOnly && (
        <Notice>You may look at these rules. Analysts and administrators of {client.name} change them.</Notice>
      )}
      <p className="max-w-2xl text-xs text-muted">
        Whatever a person does gives points, which are half after the half-life and a quarter after two. Scores hold as
        of the beginning of the day (UTC), so that leads can be compared.
      </p>
      <Panel id={id} title="Points and half-lives" bodyClassName="grid gap-3 pt-1">
        <fieldset disabled={readOnly} className="grid min-w-0 gap-3">
          <label className="flex flex-wrap items-center gap-2 text-xs font-medium text-ink" htmlFor={`${id}-cap`}>
            Most points
            <span className="w-24">
              <NumberInput id={`${id}-cap`} value={rules.cap} onChange={(cap) => setRules({ ...rules, cap })} />
            </span>
          </label>
          <table className="w-full max-w-xl text-sm">
            <thead>
              <tr className="text-left text-2xs text-muted">
                <th className="py-1 font-medium">What a person did</th>
                <th className="w-24 py-1 font-medium">Points</th>
                <th className="w-32 py-1 font-medium">Half-life, days</th>
              </tr>
            </thead>
            <tbody>
              {TOUCHPOINT_KINDS.map((kind) => (
                <tr key={kind} className="border-t border-line">
                  <th scope="row" className="py-1.5 pr-3 text-left font-normal text-ink">
                    {KIND_WORDS[kind]}
                  </th>
                  <td className="py-1.5 pr-3">
                    <NumberInput
                      aria-label={`Points: ${KIND_WORDS[kind]}`}
                      value={rules.kinds[kind].points}
                      onChange={(points) => set(kind, { points })}
                    />
                  </td>
                  <td className="py-1.5">
                    <NumberInput
                      aria-label={`Half-life in days: ${KIND_WORDS[kind]}`}
                      value={rules.kinds[kind].half_life_days}
                      onChange={(half_life_days) => set(kind, { half_life_days })}
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </fieldset>
      </Panel>
      {!readOnly && (
        <>
          <Button variant="ghost" className="-ml-2 justify-self-start" onClick={() => setRules(state.default_rules)}>
            Start from the default rules
          </Button>
          <SaveBar
            submit={submit}
            changed={changed}
            obstacle={faultOf(rules)}
            onReset={() => setRules(state.rules)}
            saved={state.version === 0 ? 'The default rules are in force' : `Version ${state.version} is in force`}
          />
        </>
      )}
    </Form>
  );
}
