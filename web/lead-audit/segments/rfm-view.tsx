import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { RfmReply } from '#contract/rfm.ts';
import type { Client } from '#contract/workspace.ts';
import { paths } from '../../paths.ts';
import { rfmQuery, useSegment } from '../../segments.ts';
import { AppLink } from '../../shell/app-link.tsx';
import { addDays, todayIn } from '../../shell/period.ts';
import { int, money, pct, plural } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { cellsOf, QUINTILES, RFM_GROUPS, sumOf } from './rfm-groups.ts';

const FAR_BACK_DAYS = 1460;
const STEPS = 6;

/** Everyone by how lately, how often and how profitably they were engaged. Every cell opens its leads. */
export function RfmView({ client }: { client: Client }) {
  const segment = useSegment();
  const { data, error, refetch } = useQuery(rfmQuery({ client_id: client.id, segment }));
  const [shade, setShade] = useState<'people' | 'value'>('people');
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton height={480} label="Loading people" />;
  return (
    <div className="grid items-start gap-3 xl:grid-cols-[minmax(0,1fr)_380px]">
      <Panel
        title="Recency by frequency"
        meta={plural(data.people, 'person', 'people')}
        actions={
          <Segmented
            label="Shade by"
            options={[
              { value: 'people', label: 'People' },
              { value: 'value', label: 'Value' },
            ]}
            value={shade}
            onChange={setShade}
          />
        }
        bodyClassName="relative overflow-x-auto"
      >
        <Grid data={data} client={client} shade={shade} />
        <p className="mt-3 text-xs text-muted">
          Five equal parts of all people by days since the last engagement, number of engagements, and revenue; 5 is the
          best. Engagements are leads sent in, conversions and touchpoints, impressions apart. Equal values stay
          together, so parts may differ in size.
        </p>
      </Panel>
      <Groups data={data} client={client} />
    </div>
  );
}

/** Leads of any time, since people are told by all their leads. */
function useLeadSearch(client: Client) {
  const today = todayIn(client.time_zone, new Date());
  return (rfm: string) => ({ rfm, from: addDays(today, -FAR_BACK_DAYS), to: today });
}

function Grid({ data, client, shade }: { data: RfmReply; client: Client; shade: 'people' | 'value' }) {
  const search = useLeadSearch(client);
  const cells = QUINTILES.map((r) => QUINTILES.map((f) => sumOf(data.cells, (a, b) => a === r && b === f)));
  const measure = (sum: { people: number; valueMinor: number }) =>
    shade === 'people' ? sum.people : sum.people === 0 ? 0 : sum.valueMinor / sum.people;
  const most = Math.max(1, ...cells.flat().map(measure));
  const { days, engagements } = data.bounds;
  return (
    <table className="num w-full border-separate border-spacing-1 text-xs">
      <caption className="sr-only">People by recency, in rows, and frequency, in columns</caption>
      <thead>
        <tr>
          <th scope="col" className="pb-1 text-left font-medium text-muted">
            Last engaged
          </th>
          {QUINTILES.map((f) => (
            <th key={f} scope="col" className="pb-1 font-medium text-muted">
              Frequency {f}
              <span className="block font-normal">{frequencyText(f, engagements)}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {[...QUINTILES].reverse().map((r) => (
          <tr key={r}>
            <th scope="row" className="pr-2 text-left font-medium whitespace-nowrap text-muted">
              Recency {r}
              <span className="block font-normal">{recencyText(r, days)}</span>
            </th>
            {QUINTILES.map((f) => {
              const sum = cells[r - 1]?.[f - 1] ?? { people: 0, valueMinor: 0, converted: 0 };
              const step = sum.people === 0 ? 0 : Math.max(1, Math.ceil((measure(sum) / most) * STEPS));
              return (
                <td key={f} className="p-0">
                  {sum.people === 0 ? (
                    <span className="grid h-14 min-w-16 place-items-center rounded-md bg-sunken text-muted">0</span>
                  ) : (
                    <AppLink
                      to={paths.leads}
                      search={search(`r${r}f${f}`)}
                      className="grid h-14 min-w-16 content-center justify-items-center rounded-md border border-line bg-panel text-ink hover:border-line-strong"
                      style={{ boxShadow: step === 0 ? undefined : `inset 0 -6px 0 var(--s${step})` }}
                    >
                      <span className="text-sm font-semibold">{int(sum.people)}</span>
                      <span className="pb-1 text-2xs text-muted">
                        {shade === 'people'
                          ? pct(sum.people / Math.max(1, data.people))
                          : money(sum.valueMinor / sum.people, data.currency, 0)}
                      </span>
                    </AppLink>
                  )}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function recencyText(r: number, days: readonly number[]): string {
  const [oldest, latest] = [days[r - 2], days[r - 1]];
  if (r === 1) return `${int(latest ?? 0)} days ago or more`;
  if (r === 5) return `less than ${int(oldest ?? 0)} days ago`;
  return `${int(latest ?? 0)} to ${int((oldest ?? 1) - 1)} days ago`;
}

function frequencyText(f: number, engagements: readonly number[]): string {
  const [below, most] = [engagements[f - 2] ?? 0, engagements[f - 1]];
  if (most === undefined) return `${int(below + 1)} or more`;
  if (most <= below) return 'nobody';
  return below + 1 === most ? int(most) : `${int(below + 1)} to ${int(most)}`;
}

function Groups({ data, client }: { data: RfmReply; client: Client }) {
  const search = useLeadSearch(client);
  return (
    <Panel title="Groups" bodyClassName="px-0 pb-1">
      <table className="num w-full text-sm">
        <thead>
          <tr className="border-b border-line text-xs text-muted [&>th]:h-8 [&>th]:font-medium">
            <th scope="col" className="pl-4 text-left">
              Group
            </th>
            <th scope="col" className="px-2 text-right">
              People
            </th>
            <th scope="col" className="pr-4 text-right">
              Value each
            </th>
          </tr>
        </thead>
        <tbody>
          {RFM_GROUPS.map((group) => {
            const { people, valueMinor } = sumOf(data.cells, group.holds);
            return (
              <tr key={group.name} className="h-11 border-b border-line last:border-0 hover:bg-hover">
                <th scope="row" className="pl-4 text-left font-normal">
                  <AppLink
                    to={paths.leads}
                    search={search(cellsOf(group))}
                    className="font-medium text-ink hover:underline"
                  >
                    {group.name}
                  </AppLink>
                  <span className="block text-xs text-muted">{group.what}</span>
                </th>
                <td className="px-2 text-right">
                  <AppLink to={paths.leads} search={search(cellsOf(group))} className="text-ink hover:underline">
                    {int(people)}
                  </AppLink>
                </td>
                <td className="pr-4 text-right text-body">
                  {people === 0 ? 'none' : money(valueMinor / people, data.currency, 0)}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Panel>
  );
}
