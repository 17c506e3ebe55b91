import { useQuery } from '@tanstack/react-query';
import { Activity } from 'lucide-react';
import { useId } from 'react';
import type { SourceBehaviour } from '#contract/fraud.ts';
import type { Client } from '#contract/workspace.ts';
import { PlotTable } from '../../charts/plot-table.tsx';
import { paths } from '../../paths.ts';
import { AppLink } from '../../shell/app-link.tsx';
import { Empty } from '../../ui/empty.tsx';
import { dateTime, dec, duration, int, pct, plural } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { DelayCurves, HourBars } from './behaviour-plots.tsx';
import { behaviourQuery } from './fraud-api.ts';
import { CROWD_WORDS } from './fraud-words.ts';

/** How a source behaves in the period: its hours, crowds, bursts, and how soon its leads follow their clicks. */
export function BehaviourPanels({
  client,
  source,
  period,
}: {
  client: Client;
  source: string;
  period: { from: string; to: string };
}) {
  const { data, error, refetch } = useQuery(behaviourQuery(client.id, source, period));
  if (error && !data) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton height={320} label="Loading the behaviour of the source" />;
  if (data.leads === 0) {
    return (
      <Empty icon={<Activity />} title="No leads in this period">
        Choose a longer period to see how this source behaves.
      </Empty>
    );
  }
  return (
    <div className="grid gap-3 lg:grid-cols-2">
      <HoursPanel behaviour={data} />
      <DelaysPanel behaviour={data} />
      <CrowdsPanel behaviour={data} timeZone={client.time_zone} />
      <SignsPanel behaviour={data} source={source} />
    </div>
  );
}

function HoursPanel({ behaviour }: { behaviour: SourceBehaviour }) {
  const id = useId();
  return (
    <Panel id={id} title="Hours of the day" meta="share of leads; the line is what is usual for this source">
      <HourBars hours={behaviour.hours} />
      <details className="mt-2 text-xs">
        <summary className="w-fit text-muted hover:text-ink coarse:min-h-10">As a table</summary>
        <PlotTable
          label="Share of leads by hour"
          head={['Hour', 'Seen', 'Usual']}
          height={180}
          rows={behaviour.hours.map(({ hour, seen, usual }) => ({
            key: String(hour),
            cells: [`${hour}:00`, pct(seen), pct(usual)],
          }))}
        />
      </details>
      <p className="num mt-2 text-xs text-muted">
        {behaviour.bursts.length === 0
          ? 'No hour stands out from what the source usually gives at that time.'
          : `${plural(behaviour.bursts.length, 'burst')}: the largest gave ${int(Math.max(...behaviour.bursts.map(({ leads }) => leads)))} leads.`}
      </p>
    </Panel>
  );
}

function DelaysPanel({ behaviour }: { behaviour: SourceBehaviour }) {
  const id = useId();
  const { delays, ks_distance, standing } = behaviour;
  return (
    <Panel id={id} title="From click to lead" meta="share of leads that came sooner">
      {delays.length === 0 ? (
        <p className="py-6 text-xs text-muted">The leads of this source carry no time of their click.</p>
      ) : (
        <>
          <DelayCurves delays={delays} />
          <details className="mt-2 text-xs">
            <summary className="w-fit text-muted hover:text-ink coarse:min-h-10">As a table</summary>
            <PlotTable
              label="Share of leads that followed their click sooner"
              head={['Sooner than', 'This source', 'Others']}
              height={180}
              rows={delays.map((point) => ({
                key: String(point.seconds),
                cells: [duration(point.seconds), pct(point.source), pct(point.others)],
              }))}
            />
          </details>
          <p className="num mt-2 text-xs text-muted">
            {ks_distance !== null && `Kolmogorov-Smirnov distance to the other sources ${dec(ks_distance, 3)}. `}
            {standing?.median_click_seconds != null && `Median ${duration(standing.median_click_seconds)}.`}
          </p>
        </>
      )}
    </Panel>
  );
}

function CrowdsPanel({ behaviour, timeZone }: { behaviour: SourceBehaviour; timeZone: string }) {
  const id = useId();
  const rows = [
    ...behaviour.crowds.map((crowd) => ({
      key: `${crowd.of} ${crowd.from} ${crowd.leads}`,
      cells: [
        CROWD_WORDS[crowd.of],
        dateTime(crowd.from, timeZone),
        int(crowd.leads),
        crowd.expected === null ? `limit ${crowd.limit}` : dec(crowd.expected, 2),
      ],
    })),
    ...behaviour.bursts.map((burst) => ({
      key: `burst ${burst.from}`,
      cells: ['Burst', dateTime(burst.from, timeZone), int(burst.leads), dec(burst.expected)],
    })),
  ];
  return (
    <Panel id={id} title="Crowds and bursts" meta="most leads in one window">
      {rows.length === 0 ? (
        <p className="py-6 text-xs text-muted">No device, address, network or hour gave more leads than is usual.</p>
      ) : (
        <PlotTable label="Crowds and bursts" head={['What', 'From', 'Leads', 'Expected']} rows={rows} height={220} />
      )}
    </Panel>
  );
}

function SignsPanel({ behaviour, source }: { behaviour: SourceBehaviour; source: string }) {
  const id = useId();
  return (
    <Panel id={id} title="What its leads failed" meta={plural(behaviour.leads, 'lead')}>
      {behaviour.flagged.length === 0 ? (
        <p className="py-6 text-xs text-muted">No lead of this period failed a check of behaviour or history.</p>
      ) : (
        <ul className="divide-y divide-line">
          {behaviour.flagged.map(({ check, title, leads }) => (
            <li key={check}>
              <AppLink
                to={paths.leads}
                search={{ flag: check, source: source.replaceAll(/[\\,]/g, '\\$&') }}
                className="flex min-h-9 items-center gap-3 text-sm hover:bg-hover coarse:min-h-11"
              >
                <span className="min-w-0 flex-1 truncate text-ink">{title}</span>
                <span className="num text-xs text-muted">{pct(leads / behaviour.leads)}</span>
                <span className="num w-14 text-right font-medium text-ink">{int(leads)}</span>
              </AppLink>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
