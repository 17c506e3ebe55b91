import { useQuery } from '@tanstack/react-query';
import { ArrowLeft, ArrowRight } from 'lucide-react';
import { useState } from 'react';
import type { FindingDetail, FindingRecord } from '#contract/findings.ts';
import { PlotTable } from '../../charts/plot-table.tsx';
import { StackedBars } from '../../charts/stacked-bars.tsx';
import { paths } from '../../paths.ts';
import { AppLink } from '../../shell/app-link.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { day, int, money, plural, weekday } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { ExportMenu } from '../export-menu.tsx';
import { CauseList } from './cause-list.tsx';
import { DecisionList } from './decision-list.tsx';
import { FindingActions } from './finding-actions.tsx';
import { SeverityIcon } from './finding-line.tsx';
import { STATE_WORD } from './finding-words.ts';
import { findingQuery, type Scope } from './findings-api.ts';
import { ReportMenu } from './report-menu.tsx';

/** One finding: what it says, what it costs, what its leads have in common, and what can be done. */
export function FindingDetailPanel({
  finding,
  clientId,
  scope,
  currency,
  timeZone,
  onBack,
}: {
  finding: FindingRecord;
  clientId: string;
  scope: Scope;
  currency: string;
  timeZone: string;
  /** Back to the list, on a phone. */
  onBack: () => void;
}) {
  const { data, error, refetch } = useQuery(findingQuery(clientId, scope, finding.id));
  const { period } = scope;
  const state = STATE_WORD[finding.state];
  const source = finding.filter.source;
  return (
    <article className="panel min-w-0" aria-labelledby="finding-title">
      <header className="grid gap-3 border-b border-line px-4 py-3">
        <Button variant="ghost" icon={<ArrowLeft />} onClick={onBack} className="-ml-2 justify-self-start lg:hidden">
          All findings
        </Button>
        <div className="flex items-start gap-2.5">
          <SeverityIcon severity={finding.severity} />
          <div className="min-w-0 flex-1">
            <h2 id="finding-title" className="text-lg leading-6 font-semibold [overflow-wrap:anywhere]">
              {finding.title}
            </h2>
            <p className="mt-0.5 text-sm text-body">{finding.evidence}</p>
          </div>
          <Badge tone={state.tone}>{state.label}</Badge>
        </div>
        <dl className="num flex flex-wrap gap-x-8 gap-y-2">
          <Fact
            term={finding.at_stake_minor === null ? 'No money of its own' : `Money: ${finding.at_stake_label}`}
            value={finding.at_stake_minor === null ? 'none' : money(finding.at_stake_minor, currency, 0)}
            note={finding.at_stake_formula}
          />
          <Fact
            term="Leads behind it"
            value={int(finding.leads)}
            note={`${day(finding.filter.from ?? period.from)} to ${day(finding.filter.to ?? period.to)}`}
          />
          <AppLink
            to={paths.leads}
            search={finding.filter}
            className="ml-auto inline-flex items-center gap-1 self-end text-sm font-medium text-accent-ink hover:underline"
          >
            See the {plural(finding.leads, 'lead')}
            <ArrowRight className="size-3.5" aria-hidden />
          </AppLink>
        </dl>
        {finding.grown_by !== null && (
          <Notice tone="warn" title={`Open again: ${plural(finding.grown_by, 'more lead')} since it was decided`}>
            What was decided before stands for the leads it was about.
          </Notice>
        )}
        <div className="flex flex-wrap items-center gap-1.5">
          <FindingActions finding={finding} clientId={clientId} scope={scope} currency={currency} />
          <ExportMenu filter={{ client_id: clientId, ...finding.filter }} clientId={clientId} />
          {source && <ReportMenu clientId={clientId} source={source} from={period.from} to={period.to} />}
        </div>
      </header>
      {finding.decisions.length > 0 && (
        <Section title="Decided">
          <DecisionList decisions={finding.decisions} currency={currency} timeZone={timeZone} titled={false} />
        </Section>
      )}
      {error && !data ? (
        <Problem error={error} onRetry={() => void refetch()} />
      ) : data ? (
        <>
          <Days detail={data} />
          <Section title="What its leads have in common">
            <CauseList detail={data} />
          </Section>
        </>
      ) : (
        <div className="p-4">
          <Skeleton height={320} label="Loading what explains it" />
        </div>
      )}
    </article>
  );
}

function Fact({ term, value, note }: { term: string; value: string; note: string }) {
  return (
    <div>
      <dt className="text-xs text-muted">{term}</dt>
      <dd className="text-xl leading-7 font-semibold text-ink">{value}</dd>
      <dd className="text-xs text-muted">{note}</dd>
    </div>
  );
}

function Section({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section className="border-b border-line px-4 py-3 last:border-b-0">
      <h3 className="mb-1.5 text-sm font-semibold">{title}</h3>
      {children}
    </section>
  );
}

const HEIGHT = 160;

/** Per day, the leads behind the finding beside the others of the same source. */
function Days({ detail }: { detail: FindingDetail }) {
  const [mode, setMode] = useState<'chart' | 'table'>('chart');
  const { daily, finding } = detail;
  if (daily.length < 2) return null;
  const columns = daily.map((one) => ({
    tick: day(one.day),
    name: weekday(one.day),
    label: `${weekday(one.day)}: ${int(one.hits)} of ${int(one.leads)} leads`,
    to: paths.leads,
    search: { ...finding.filter, from: one.day, to: one.day },
  }));
  const series = [
    { name: 'Behind the finding', color: 'bad-solid', values: daily.map(({ hits }) => hits) },
    { name: 'Other leads', color: 's2', values: daily.map(({ leads, hits }) => leads - hits) },
  ];
  return (
    <Panel
      title="Day by day"
      className="rounded-none border-x-0 border-t-0 shadow-none"
      bodyClassName="pb-2"
      actions={
        <Segmented
          label="Show days as"
          value={mode}
          onChange={setMode}
          options={[
            { value: 'chart', label: 'Chart' },
            { value: 'table', label: 'Table' },
          ]}
        />
      }
    >
      {mode === 'chart' ? (
        <StackedBars
          label={`${int(finding.leads)} leads behind the finding over ${daily.length} days, in red, with the others.`}
          columns={columns}
          series={series}
          previous={[]}
          height={HEIGHT}
          onPick={() => undefined}
        />
      ) : (
        <PlotTable
          label="Leads by day, as a table"
          height={HEIGHT}
          head={['Day', 'Behind the finding', 'Other leads']}
          rows={daily.map((one) => ({
            key: one.day,
            cells: [weekday(one.day), int(one.hits), int(one.leads - one.hits)],
          }))}
        />
      )}
    </Panel>
  );
}
