import { Plus, Trash2 } from 'lucide-react';
import { useId } from 'react';
import type { Condition, ScoringGroup, ScoringRule } from '#contract/scoring.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { NumberInput } from '../../ui/number-input.tsx';
import { SelectField } from '../../ui/select.tsx';
import { ConditionRow } from './condition-row.tsx';

const CONDITIONS_MAX = 10;

/** A rule taken apart: what it is called, where it counts, what it gives, and when. */
export function RuleForm({
  rule,
  groups,
  readOnly,
  onChange,
  onRemove,
}: {
  rule: ScoringRule;
  groups: readonly ScoringGroup[];
  readOnly: boolean;
  onChange: (rule: ScoringRule) => void;
  onRemove: () => void;
}) {
  const id = useId();
  const set = (part: Partial<ScoringRule>) => onChange({ ...rule, ...part });
  const setCondition = (at: number, condition: Condition) => set({ when: rule.when.with(at, condition) });
  return (
    <fieldset disabled={readOnly} className="grid min-w-0 gap-3 bg-sunken px-3 py-3 sm:pl-9">
      <div className="grid gap-3 sm:grid-cols-[minmax(0,1fr)_180px_96px]">
        <TextField
          className="content-start"
          label="Name"
          maxLength={120}
          value={rule.label}
          onChange={(event) => set({ label: event.target.value })}
        />
        <SelectField
          label="Group"
          options={groups.map((group) => ({ value: group.id, label: group.label }))}
          value={rule.group}
          onChange={(group) => set({ group })}
        />
        <div className="grid content-start gap-1">
          <label htmlFor={`${id}-points`} className="text-xs font-medium text-ink">
            Points
          </label>
          <NumberInput
            id={`${id}-points`}
            className="text-right"
            value={rule.points}
            onChange={(points) => set({ points })}
          />
        </div>
      </div>
      <fieldset className="grid min-w-0 gap-2">
        <legend className="mb-1 text-xs font-medium text-ink">
          {rule.when.length > 1 ? 'When all of this holds' : 'When this holds'}
        </legend>
        {rule.when.map((condition, at) => (
          <ConditionRow
            // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no name of their own; their place is who they are.
            key={at}
            condition={condition}
            label={`Condition ${at + 1} of ${rule.label}`}
            onChange={(next) => setCondition(at, next)}
            onRemove={rule.when.length > 1 && !readOnly ? () => set({ when: rule.when.toSpliced(at, 1) }) : undefined}
          />
        ))}
      </fieldset>
      {!readOnly && (
        <div className="flex flex-wrap justify-between gap-2">
          <Button
            icon={<Plus />}
            disabled={rule.when.length >= CONDITIONS_MAX}
            onClick={() => set({ when: [...rule.when, { kind: 'field_present', field: 'email' }] })}
          >
            Add condition
          </Button>
          <Button variant="danger" icon={<Trash2 />} onClick={onRemove}>
            Remove rule
          </Button>
        </div>
      )}
    </fieldset>
  );
}
