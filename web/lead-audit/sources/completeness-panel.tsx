import { keepPreviousData, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { CheckCheck } from 'lucide-react';
import type { CompletenessReply } from '#contract/completeness.ts';
import type { LeadFilter } from '#contract/lead-list.ts';
import type { Client } from '#contract/workspace.ts';
import { request } from '../../api.ts';
import { paths } from '../../paths.ts';
import { useSegment } from '../../segments.ts';
import { fieldWord } from '../../settings/client/field-words.ts';
import { AppLink } from '../../shell/app-link.tsx';
import { usePeriod } from '../../shell/workspace.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { dec, int, pct } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { checkAgain } from '../check-again.ts';
import { ExportMenu } from '../export-menu.tsx';
import { TableExportMenu } from '../table-export.tsx';
import { filterValue } from './breakdown.ts';

const completenessQuery = (filter: LeadFilter) =>
  queryOptions({
    queryKey: ['completeness', filter],
    queryFn: ({ signal }) =>
      request<CompletenessReply>('GET', '/marketing/leads/completeness', { query: filter, signal }),
    placeholderData: keepPreviousData,
  });

/** What the fix list says of each lead: how to find it in the seller's own system, and what to fill in. */
const FIX_COLUMNS = [
  'id',
  'external_id',
  'source',
  'campaign_id',
  'created_at',
  'completeness',
  'missing',
  'email',
  'phone',
  'name',
];

/** The fields that leads lack, those that cost most first; each opens its leads, and all of them go into a fix list. */
export function CompletenessPanel({ client, source }: { client: Client; source?: string }) {
  const { from, to } = usePeriod();
  const narrowing = { segment: useSegment(), ...(source === undefined ? {} : { source: filterValue(source) }) };
  const filter = { client_id: client.id, from, to, ...narrowing };
  const queryClient = useQueryClient();
  const { data, error, refetch } = useQuery(completenessQuery(filter));
  if (error && !data) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton height={360} label="Loading completeness" />;
  const fields = data.fields.filter(({ weight }) => weight > 0);
  if (fields.length === 0)
    return (
      <NothingMissing data={data} onCheck={() => void checkAgain(queryClient, { client_id: client.id, filter })} />
    );
  const table = () => ({
    title: `completeness ${from} to ${to}`,
    columns: [
      { name: 'field', type: 'text' as const },
      { name: 'weight', type: 'number' as const },
      { name: 'leads without', type: 'number' as const },
      { name: 'share without', type: 'number' as const },
      { name: 'completeness lost', type: 'number' as const },
    ],
    rows: fields.map(({ field, weight, missing, lost }) => [field, weight, missing, missing / data.leads, lost]),
  });
  const most = Math.max(...fields.map(({ lost }) => lost));
  return (
    <Panel
      title="Worst fields first"
      meta={`${int(data.leads)} leads are ${pct(data.mean ?? 0)} complete`}
      actions={
        <>
          <TableExportMenu clientId={client.id} table={table} />
          <ExportMenu
            label="Export fix list"
            clientId={client.id}
            filter={{ ...filter, missing: fields.map(({ field }) => field).join(',') }}
            columns={FIX_COLUMNS}
          />
        </>
      }
      bodyClassName="px-0 pb-1"
    >
      <section
        aria-label="Fields that leads lack"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard.
        tabIndex={0}
        className="relative overflow-x-auto"
      >
        <table className="num w-full text-sm">
          <thead>
            <tr className="border-b border-line text-xs text-muted [&>th]:h-8 [&>th]:px-2 [&>th]:text-right [&>th]:font-medium [&>th]:whitespace-nowrap">
              <th scope="col" className="!pl-4 !text-left">
                Field
              </th>
              <th scope="col">Weight</th>
              <th scope="col">Leads without</th>
              <th scope="col">Share</th>
              <th scope="col" className="!pr-4">
                Completeness lost
              </th>
            </tr>
          </thead>
          <tbody>
            {fields.map(({ field, weight, missing, lost, sources }) => (
              <tr
                key={field}
                className="h-11 border-b border-line last:border-0 hover:bg-hover [&>td]:px-2 [&>td]:text-right"
              >
                <th scope="row" className="pl-4 text-left font-normal whitespace-nowrap">
                  <AppLink
                    to={paths.leads}
                    search={{ missing: field, ...narrowing }}
                    className="font-medium text-ink hover:underline"
                  >
                    {fieldWord(field)}
                  </AppLink>
                  {source === undefined && sources[0] && (
                    <span className="block text-xs text-muted">
                      most from {sources[0].source}, {int(sources[0].missing)}
                    </span>
                  )}
                </th>
                <td className="text-muted">{weight}</td>
                <td>
                  <AppLink
                    to={paths.leads}
                    search={{ missing: field, ...narrowing }}
                    className="text-body hover:text-ink hover:underline"
                  >
                    {int(missing)}
                  </AppLink>
                </td>
                <td className="text-body">{pct(missing / data.leads)}</td>
                <td className="!pr-4">
                  <span className="ml-auto block w-24 text-body">
                    {dec(lost * 100)} pt
                    <span className="mt-1 block h-1 overflow-hidden rounded-full bg-line" aria-hidden>
                      <span className="block h-full rounded-full bg-c1" style={{ width: `${(lost / most) * 100}%` }} />
                    </span>
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Panel>
  );
}

/** Leads that were checked before fields were told apart have a completeness, but say not what they lack. */
function NothingMissing({ data: { leads, mean }, onCheck }: { data: CompletenessReply; onCheck: () => void }) {
  const unknown = leads > 0 && (mean ?? 1) < 0.9999;
  return (
    <div className="panel">
      <Empty
        icon={<CheckCheck />}
        title={leads === 0 ? 'No leads in this period' : unknown ? 'Not told field by field yet' : 'Nothing is missing'}
        action={unknown && <Button onClick={onCheck}>Check these leads again</Button>}
      >
        {leads === 0
          ? 'Widen the period to see what its leads lack.'
          : unknown
            ? `${int(leads)} leads are ${pct(mean ?? 0)} complete. They were checked before missing fields were kept.`
            : 'Every lead of this period carries every field.'}
      </Empty>
    </div>
  );
}
