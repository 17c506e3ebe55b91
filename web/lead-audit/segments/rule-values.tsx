import type { SegmentLeaf } from '#contract/segment-rules.ts';
import { Button } from '../../ui/button.tsx';
import { cn } from '../../ui/cn.ts';
import { inputClass } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { useBuilder } from './builder-context.ts';
import { EVENT_WORDS, OPERATOR_WORDS, STAGE_WORDS, TEXT_WORDS, TIME_WORDS } from './rule-kinds.ts';
import { DayInput, MaybeNumber, Quintiles, ValueList } from './value-fields.tsx';

type Props<K extends SegmentLeaf['kind']> = {
  rule: Extract<SegmentLeaf, { kind: K }>;
  onChange: (rule: SegmentLeaf) => void;
};

const optionsOf = <K extends string>(words: Record<K, string>) =>
  (Object.entries(words) as [K, string][]).map(([value, label]) => ({ value, label }));

const line = 'flex min-w-0 flex-1 flex-wrap items-center gap-2 text-xs text-muted';

export function TextRule({ rule, onChange }: Props<'text'>) {
  const { values } = useBuilder();
  return (
    <>
      <Select
        aria-label="Comparison"
        className="w-40"
        options={optionsOf(OPERATOR_WORDS)}
        value={rule.operator}
        onChange={(operator) => onChange({ ...rule, operator })}
      />
      <ValueList
        label={TEXT_WORDS[rule.field]}
        value={rule.values}
        known={values(rule.field)}
        onChange={(list) => onChange({ ...rule, values: list })}
      />
    </>
  );
}

const SPANS = [
  { value: 'last', label: 'in the last' },
  { value: 'between', label: 'from … to' },
  { value: 'ever', label: 'at any time' },
] as const;

export function TimeRule({ rule, onChange }: Props<'time'>) {
  const { kind, field } = rule;
  const span = rule.within_days !== undefined ? 'last' : rule.from || rule.to ? 'between' : 'ever';
  const today = new Date().toISOString().slice(0, 10);
  return (
    <span className={line}>
      <Select
        aria-label="When"
        className="w-36"
        options={SPANS}
        value={span}
        onChange={(next) =>
          onChange({
            kind,
            field,
            ...(next === 'last' ? { within_days: 30 } : next === 'between' ? { from: today } : {}),
          })
        }
      />
      {span === 'last' && (
        <Days
          value={rule.within_days}
          onChange={(within_days) => onChange({ ...rule, within_days: within_days ?? 1 })}
        />
      )}
      {span === 'between' && (
        <>
          <DayInput
            label={`${TIME_WORDS[field]}, first day`}
            value={rule.from}
            onChange={(from) => onChange({ ...rule, from })}
          />
          to
          <DayInput
            label={`${TIME_WORDS[field]}, last day`}
            value={rule.to}
            onChange={(to) => onChange({ ...rule, to })}
          />
        </>
      )}
    </span>
  );
}

function Days({ value, onChange }: { value: number | undefined; onChange: (value: number | undefined) => void }) {
  const whole = (days: number | undefined) =>
    days === undefined ? undefined : Math.min(3650, Math.max(1, Math.round(days)));
  return (
    <>
      <MaybeNumber label="Days" placeholder="any" value={value} onChange={(days) => onChange(whole(days))} />
      days
    </>
  );
}

const ANY_ALL = [
  { value: 'any', label: 'any of' },
  { value: 'all', label: 'all of' },
] as const;

export function CheckRule({ rule, onChange }: Props<'check'>) {
  const { checks } = useBuilder();
  return (
    <>
      <Select
        aria-label="How many"
        className="w-28"
        options={ANY_ALL}
        value={rule.match}
        onChange={(match) => onChange({ ...rule, match })}
      />
      <ValueList
        label="Failed checks"
        value={rule.checks}
        known={checks}
        only
        onChange={(list) => onChange({ ...rule, checks: list })}
      />
    </>
  );
}

export function ReachedRule({ rule, onChange }: Props<'reached'>) {
  return (
    <span className={line}>
      <Select
        aria-label="Stage"
        className="w-40"
        options={optionsOf(STAGE_WORDS)}
        value={rule.stage}
        onChange={(stage) => onChange({ ...rule, stage })}
      />
      within
      <Days value={rule.within_days} onChange={(within_days) => onChange({ ...rule, within_days })} />
      of coming{rule.within_days === undefined && ', or at any time'}
    </span>
  );
}

const WHEN = [
  { value: 'last', label: 'in the last' },
  { value: 'before', label: 'before the lead, within' },
  { value: 'after', label: 'after the lead, within' },
] as const;

export function EventRule({ rule, onChange }: Props<'event'>) {
  return (
    <span className={line}>
      <ValueList
        label="What was done"
        value={rule.events}
        known={optionsOf(EVENT_WORDS)}
        only
        onChange={(events) => onChange({ ...rule, events: events as typeof rule.events })}
      />
      at least
      <MaybeNumber
        label="Times"
        value={rule.at_least}
        onChange={(times) => onChange({ ...rule, at_least: Math.max(1, Math.round(times ?? 1)) })}
      />
      times
      <Select
        aria-label="When"
        className="w-48"
        options={WHEN}
        value={rule.when}
        onChange={(when) => onChange({ ...rule, when })}
      />
      <Days value={rule.within_days} onChange={(within_days) => onChange({ ...rule, within_days })} />
    </span>
  );
}

export function RfmRule({ rule, onChange }: Props<'rfm'>) {
  return (
    <span className={line}>
      <Quintiles label="Recency" value={rule.recency} onChange={(recency) => onChange({ ...rule, recency })} />
      <Quintiles label="Frequency" value={rule.frequency} onChange={(frequency) => onChange({ ...rule, frequency })} />
      <Quintiles label="Value" value={rule.monetary} onChange={(monetary) => onChange({ ...rule, monetary })} />
    </span>
  );
}

/** What was typed is not kept: a saved rule shows how its words began, and may be written anew. */
export function WordsRule({ rule, onChange }: Props<'words'>) {
  if (rule.tokens !== undefined)
    return (
      <span className={line}>
        has the words <b className="font-medium text-ink">{rule.hint}</b>
        <Button size="sm" variant="ghost" onClick={() => onChange({ kind: 'words', text: '' })}>
          Write anew
        </Button>
      </span>
    );
  return (
    <input
      aria-label="Words of name, company or e-mail"
      placeholder="Words, or how they begin"
      autoComplete="off"
      value={rule.text ?? ''}
      onChange={(event) => onChange({ kind: 'words', text: event.target.value.slice(0, 200) })}
      className={cn(inputClass, 'min-w-48 flex-1')}
    />
  );
}

export function SegmentRef({ rule, onChange }: Props<'segment'>) {
  const { segments } = useBuilder();
  return (
    <Select
      aria-label="Segment"
      className="min-w-48 flex-1"
      options={[
        { value: '', label: segments.length > 0 ? 'Choose a segment' : 'No other segment is saved' },
        ...segments,
      ]}
      value={rule.id}
      onChange={(id) => onChange({ kind: 'segment', id })}
    />
  );
}
