import { X } from 'lucide-react';
import type { Condition } from '#contract/scoring.ts';
import { IconButton } from '../../ui/button.tsx';
import { NumberInput } from '../../ui/number-input.tsx';
import { Select } from '../../ui/select.tsx';
import { TagInput } from '../../ui/tag-input.tsx';
import { FIELD_OPTIONS, fieldWord } from '../client/field-words.ts';
import { useChecks } from './checks.ts';
import { MEASURES, OUTCOME_WORDS } from './rule-set.ts';

const KINDS: { value: Condition['kind']; label: string }[] = [
  { value: 'check', label: 'A check' },
  { value: 'field_present', label: 'A field is given' },
  { value: 'field_in', label: 'A field is one of' },
  { value: 'measure_at_least', label: 'A measure is at least' },
  { value: 'measure_below', label: 'A measure is below' },
];
const OUTCOMES = (Object.entries(OUTCOME_WORDS) as [keyof typeof OUTCOME_WORDS, string][]).map(([value, label]) => ({
  value,
  label,
}));
const MEASURE_OPTIONS = Object.entries(MEASURES).map(([value, label]) => ({ value, label }));

/** What a condition of another kind starts as, keeping field or measure where both kinds have one. */
function fresh(kind: Condition['kind'], was: Condition): Condition {
  const field = 'field' in was ? was.field : 'email';
  const measure = 'measure' in was ? was.measure : 'completeness';
  switch (kind) {
    case 'check':
      return { kind, check: 'E01_SYNTAX', outcome: 'passed' };
    case 'field_present':
      return { kind, field };
    case 'field_in':
      return { kind, field, values: [] };
    default:
      return { kind, measure, value: 'value' in was ? was.value : 0.5 };
  }
}

/** A choice that the list does not know, from rules made by program, joins it. */
const knowing = (options: { value: string; label: string }[], value: string, label: string) =>
  options.some((option) => option.value === value) ? options : [...options, { value, label }];

export function ConditionRow({
  condition,
  label,
  onChange,
  onRemove,
}: {
  condition: Condition;
  label: string;
  onChange: (condition: Condition) => void;
  onRemove: (() => void) | undefined;
}) {
  const checks = useChecks();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset takes no flex line of its own.
    <div role="group" aria-label={label} className="flex flex-wrap items-start gap-2">
      <Select
        aria-label="Kind of condition"
        className="w-44 max-sm:w-full"
        options={KINDS}
        value={condition.kind}
        onChange={(kind) => onChange(fresh(kind, condition))}
      />
      {condition.kind === 'check' && (
        <>
          <Select
            aria-label="Check"
            className="min-w-44 flex-1"
            options={[
              ...checks.options,
              ...(checks.titleOf(condition.check) === condition.check
                ? [{ value: condition.check, label: condition.check }]
                : []),
            ]}
            value={condition.check}
            onChange={(check) => onChange({ ...condition, check })}
          />
          <Select
            aria-label="Outcome"
            className="w-36"
            options={OUTCOMES}
            value={condition.outcome}
            onChange={(outcome) => onChange({ ...condition, outcome })}
          />
        </>
      )}
      {'field' in condition && (
        <Select
          aria-label="Field"
          className="min-w-40 flex-1"
          options={knowing(FIELD_OPTIONS, condition.field, fieldWord(condition.field))}
          value={condition.field}
          onChange={(field) => onChange({ ...condition, field })}
        />
      )}
      {condition.kind === 'field_in' && (
        <TagInput
          className="min-w-48 flex-1 [&>label]:sr-only"
          label="Values"
          placeholder="Value, Enter"
          value={condition.values}
          onChange={(values) => onChange({ ...condition, values })}
        />
      )}
      {'measure' in condition && (
        <>
          <Select
            aria-label="Measure"
            className="min-w-40 flex-1"
            options={knowing(MEASURE_OPTIONS, condition.measure, condition.measure)}
            value={condition.measure}
            onChange={(measure) => onChange({ ...condition, measure })}
          />
          <NumberInput
            aria-label="Value"
            className="w-24 text-right"
            value={condition.value}
            onChange={(value) => onChange({ ...condition, value })}
          />
        </>
      )}
      {onRemove && (
        <IconButton label={`Remove ${label.toLowerCase()}`} size="md" onClick={onRemove}>
          <X />
        </IconButton>
      )}
    </div>
  );
}
