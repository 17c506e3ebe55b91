import { useState } from 'react';
import type { Attribution, AttributionCredit } from '#contract/journeys.ts';
import { paths } from '../../paths.ts';
import { AppLink } from '../../shell/app-link.tsx';
import { Delta } from '../../ui/delta.tsx';
import { dec, int, money, moneyCompact, pct } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import { ScrollBox } from '../../ui/scroll-box.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { behindOf, type SequenceQuery } from './behind.ts';
import { CreditBars } from './credit-bars.tsx';
import { DIMENSIONS, GOAL_NOUN, keyLabel, leadsBehind } from './journey-words.ts';

type Measure = 'conversions' | 'revenue_minor';
type Row = Attribution['rows'][number];

/** Two models side by side: bars with their intervals on one scale, and the same numbers with cost as a table. */
export function AttributionPanel({ answer, query }: { answer: Attribution; query: SequenceQuery }) {
  const [mode, setMode] = useState<'chart' | 'table'>('chart');
  const [measure, setMeasure] = useState<Measure>('conversions');
  const { models, rows, dimension, currency } = answer;
  const names = models.map(({ name }) => name);
  const text = (value: number) =>
    measure === 'conversions' ? (value < 100 ? dec(value) : int(value)) : moneyCompact(value, currency);
  return (
    <Panel
      id="credits"
      title={`Credit by ${DIMENSIONS.find(({ value }) => value === dimension)?.label.toLowerCase()}`}
      meta={names.join(' beside ')}
      actions={
        <>
          <Segmented
            label="Measure"
            value={measure}
            onChange={setMeasure}
            options={[
              { value: 'conversions', label: GOAL_NOUN[answer.goal].replace(/^./, (c) => c.toUpperCase()) },
              { value: 'revenue_minor', label: 'Revenue' },
            ]}
          />
          <Segmented
            label="Show credit as"
            value={mode}
            onChange={setMode}
            options={[
              { value: 'chart', label: 'Chart' },
              { value: 'table', label: 'Table' },
            ]}
          />
        </>
      }
    >
      {mode === 'chart' ? (
        <CreditBars
          models={names}
          rows={rows.map((row) => ({
            key: row.key,
            label: keyLabel(dimension, row.key),
            search: searchOf(row, query),
            values: row.credits.map((credit) => ({ ...credit[measure], text: text(credit[measure].value ?? 0) })),
          }))}
        />
      ) : (
        <CreditTable answer={answer} query={query} />
      )}
      <ul className="mt-3 space-y-1 text-2xs text-muted">
        {models.map(({ model, name, method }) => (
          <li key={model}>
            <span className="font-medium text-body">{name}.</span> {method}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

const searchOf = (row: Row, query: SequenceQuery) =>
  row.key === '(other)' ? undefined : leadsBehind(behindOf('touch', query, row.key));

const COLUMNS = ['Credit', '95 %', 'Change', 'Revenue', 'CPA', 'ROAS'];

function CreditTable({ answer, query }: { answer: Attribution; query: SequenceQuery }) {
  const { models, rows, dimension, currency, totals } = answer;
  return (
    <ScrollBox label="Credit by model, as a table">
      <table className="num w-full text-xs">
        <thead className="text-muted">
          <tr>
            <th rowSpan={2} scope="col" className="py-1 pr-2 text-left align-bottom font-medium">
              {DIMENSIONS.find(({ value }) => value === dimension)?.label}
            </th>
            <th rowSpan={2} scope="col" className="px-2 text-right align-bottom font-medium">
              Touched
            </th>
            <th rowSpan={2} scope="col" className="px-2 text-right align-bottom font-medium">
              Cost
            </th>
            {models.map(({ model, name }) => (
              <th
                key={model}
                colSpan={COLUMNS.length}
                scope="colgroup"
                className="border-l border-line px-2 py-1 text-left font-medium text-ink"
              >
                {name}
              </th>
            ))}
          </tr>
          <tr>
            {models.flatMap(({ model }) =>
              COLUMNS.map((column, index) => (
                <th
                  key={model + column}
                  scope="col"
                  className={`px-2 py-1 text-right font-medium whitespace-nowrap ${index === 0 ? 'border-l border-line' : ''}`}
                >
                  {column}
                </th>
              )),
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key} className="border-t border-line hover:bg-hover">
              <th scope="row" className="py-1.5 pr-2 text-left font-normal whitespace-nowrap">
                <KeyLink row={row} query={query} label={keyLabel(dimension, row.key)} />
              </th>
              <td className="px-2 text-right">{int(row.touched)}</td>
              <td className="px-2 text-right">{row.cost_minor === null ? '–' : money(row.cost_minor, currency, 0)}</td>
              {row.credits.map((credit) => (
                <CreditCells key={credit.model} credit={credit} currency={currency} all={totals.conversions} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

function KeyLink({ row, query, label }: { row: Row; query: SequenceQuery; label: string }) {
  const search = searchOf(row, query);
  if (search === undefined) return label;
  return (
    <AppLink to={paths.leads} search={search} className="hover:underline">
      {label}
    </AppLink>
  );
}

function CreditCells({ credit, currency, all }: { credit: AttributionCredit; currency: string; all: number }) {
  const { conversions, revenue_minor: revenue, cost_per_conversion_minor: cpa, roas } = credit;
  const value = conversions.value ?? 0;
  const change = conversions.previous ? value / conversions.previous - 1 : undefined;
  return (
    <>
      <td className="border-l border-line px-2 text-right text-ink">
        {dec(value)} <span className="text-muted">{all > 0 ? pct(value / all, 0) : ''}</span>
      </td>
      <td className="px-2 text-right whitespace-nowrap text-muted">
        {conversions.low != null && conversions.high != null
          ? `${dec(conversions.low)} – ${dec(conversions.high)}`
          : '–'}
      </td>
      <td className="px-2 text-right">
        {change === undefined ? '–' : <Delta value={change} text={pct(Math.abs(change), 0)} />}
      </td>
      <td className="px-2 text-right">{moneyCompact(revenue.value ?? 0, currency)}</td>
      <td className="px-2 text-right">{cpa === null ? '–' : money(cpa, currency)}</td>
      <td className="px-2 text-right">{roas === null ? '–' : `${dec(roas)}×`}</td>
    </>
  );
}
