import { Check } from 'lucide-react';
import type { GoldenField, GoldenFieldName, MergePreview } from '#contract/duplicates.ts';
import { paths } from '../../paths.ts';
import { AppLink } from '../../shell/app-link.tsx';
import { ScoreChip } from '../../ui/badge.tsx';
import { cn } from '../../ui/cn.ts';
import { dateTime, money } from '../../ui/format.ts';
import { FIELD, REASON } from './words.ts';

export type Choices = Partial<Record<GoldenFieldName, string>>;

/** The leads of the person to be, side by side; of each field the value that is kept can be chosen. */
export function MergeTable({
  preview,
  choices,
  onChoose,
  currency,
  timeZone,
  own,
  disabled,
}: {
  preview: MergePreview;
  choices: Choices;
  onChoose: (field: GoldenFieldName, lead: string) => void;
  currency: string;
  timeZone: string;
  /** The lead that is looked at. */
  own?: string;
  disabled?: boolean;
}) {
  const { fields, survivor } = preview;
  const leadsFirst = (id: string) => (id === survivor ? 0 : 1);
  const members = [...preview.members].sort((a, b) => leadsFirst(a.lead.id) - leadsFirst(b.lead.id));
  const told = fields.filter(({ values }) => values.some(({ text }) => text !== ''));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard.
    <section aria-label="Comparison" tabIndex={0} className="relative overflow-x-auto">
      <table
        className="w-full table-fixed border-separate border-spacing-0 text-xs"
        style={{ minWidth: 76 + members.length * 150 }}
      >
        <caption className="sr-only">Choose the value to keep for each field</caption>
        <thead>
          <tr>
            <th className="w-[76px]">
              <span className="sr-only">Field</span>
            </th>
            {members.map(({ lead, paid_minor }) => (
              <th
                key={lead.id}
                scope="col"
                className={cn(
                  'rounded-t-lg border-x border-t px-2.5 pt-2 pb-1.5 text-left align-top font-normal',
                  lead.id === survivor ? 'border-accent-line bg-accent-soft' : 'border-transparent',
                )}
              >
                <span className="flex items-center justify-between gap-2">
                  <span className="truncate font-medium text-ink">{lead.source}</span>
                  <ScoreChip value={Math.round(lead.quality_score)} />
                </span>
                <span className="num block text-2xs text-muted">
                  {dateTime(lead.created_at, timeZone)}
                  {paid_minor !== null && ` · paid ${money(paid_minor, currency)}`}
                </span>
                <span className="mt-0.5 block text-2xs text-muted">
                  {lead.id === survivor ? 'Leads, keeps its ID' : ''}
                  {lead.id === own
                    ? `${lead.id === survivor ? ' · ' : ''}This lead`
                    : lead.id !== survivor && (
                        <AppLink
                          to={paths.leads}
                          search={{ lead: lead.id }}
                          className="inline-flex min-h-6 items-center text-accent-ink hover:underline"
                        >
                          Open lead
                        </AppLink>
                      )}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {told.map((field, place) => (
            <FieldRow
              key={field.field}
              field={field}
              kept={choices[field.field] ?? field.lead}
              chosen={choices[field.field] !== undefined}
              order={members.map(({ lead }) => lead.id)}
              survivor={survivor}
              sources={new Map(members.map(({ lead }) => [lead.id, lead.source]))}
              last={place === told.length - 1}
              disabled={disabled}
              onChoose={(lead) => onChoose(field.field, lead)}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function FieldRow({
  field,
  kept,
  chosen,
  order,
  survivor,
  sources,
  last,
  disabled,
  onChoose,
}: {
  field: GoldenField;
  kept: string | null;
  chosen: boolean;
  order: readonly string[];
  survivor: string;
  sources: ReadonlyMap<string, string>;
  last: boolean;
  disabled?: boolean;
  onChoose: (lead: string) => void;
}) {
  const reason = chosen ? 'chosen' : field.reason;
  return (
    <tr>
      <th scope="row" className="border-t border-line py-1.5 pr-2 text-left align-top font-medium text-muted">
        {FIELD[field.field]}
        {reason && <span className="block text-2xs font-normal">{REASON[reason]}</span>}
      </th>
      {order.map((lead) => {
        const text = field.values.find((value) => value.lead === lead)?.text ?? '';
        const on = lead === kept && text !== '';
        return (
          <td
            key={lead}
            className={cn(
              'border-t border-line p-1 align-top',
              lead === survivor && 'border-x border-x-accent-line bg-accent-soft/50',
              lead === survivor && last && 'rounded-b-lg border-b border-b-accent-line',
            )}
          >
            <button
              type="button"
              disabled={text === '' || disabled}
              aria-pressed={on}
              aria-label={`Keep ${FIELD[field.field]} from ${sources.get(lead)}: ${text || 'empty'}`}
              onClick={() => onChoose(lead)}
              className={cn(
                'flex min-h-7 w-full items-start gap-1.5 rounded-md px-1.5 py-1 text-left coarse:min-h-10',
                on ? 'bg-good-soft font-medium text-good' : 'text-body enabled:hover:bg-hover',
                text === '' && 'text-muted',
              )}
            >
              <span
                className={cn(
                  'mt-px grid size-3.5 shrink-0 place-items-center rounded-full border',
                  on ? 'border-good-solid bg-good-solid text-panel' : 'border-control',
                )}
              >
                {on && <Check className="size-2.5" strokeWidth={3.5} aria-hidden />}
              </span>
              <span className="min-w-0 break-words">{text.replace('@', '\u200b@') || 'empty'}</span>
            </button>
          </td>
        );
      })}
    </tr>
  );
}
