import { Plus, Trash2 } from 'lucide-react';
import { useId } from 'react';
import type { ScoringGroup, ScoringRule } from '#contract/scoring.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { inputClass } from '../../ui/field.tsx';
import { NumberInput } from '../../ui/number-input.tsx';
import { RuleRow } from './rule-row.tsx';

/** One group: its name, its most points, its rules. */
export function GroupPanel({
  group,
  groups,
  rules,
  readOnly,
  onGroup,
  onRule,
  onAddRule,
  onRemoveRule,
  onRemoveGroup,
}: {
  group: ScoringGroup;
  groups: readonly ScoringGroup[];
  rules: readonly ScoringRule[];
  readOnly: boolean;
  onGroup: (group: ScoringGroup) => void;
  onRule: (rule: ScoringRule) => void;
  onAddRule: () => void;
  onRemoveRule: (id: string) => void;
  onRemoveGroup: () => void;
}) {
  const id = useId();
  return (
    <section className="panel min-w-0" aria-labelledby={id}>
      <h2 id={id} className="sr-only">
        {group.label}
      </h2>
      <fieldset disabled={readOnly} className="flex min-w-0 flex-wrap items-center gap-2 p-3">
        <input
          aria-label={`Name of the group ${group.label}`}
          maxLength={120}
          value={group.label}
          onChange={(event) => onGroup({ ...group, label: event.target.value })}
          className={`${inputClass} max-w-56 flex-1 font-semibold`}
        />
        <label htmlFor={`${id}-cap`} className="ml-auto flex items-center gap-2 text-xs text-muted">
          Most points
          <NumberInput
            id={`${id}-cap`}
            className="w-20 text-right"
            min={0}
            max={100}
            value={group.cap}
            onChange={(cap) => onGroup({ ...group, cap })}
          />
        </label>
        {!readOnly && rules.length === 0 && (
          <IconButton label={`Remove the group ${group.label}`} onClick={onRemoveGroup}>
            <Trash2 />
          </IconButton>
        )}
      </fieldset>
      <ul className="divide-y divide-line border-t border-line">
        {rules.map((rule) => (
          <RuleRow
            key={rule.id}
            rule={rule}
            groups={groups}
            readOnly={readOnly}
            onChange={onRule}
            onRemove={() => onRemoveRule(rule.id)}
          />
        ))}
      </ul>
      {!readOnly && (
        <div className="border-t border-line p-2">
          <Button variant="ghost" icon={<Plus />} onClick={onAddRule}>
            Add rule<span className="sr-only"> to {group.label}</span>
          </Button>
        </div>
      )}
    </section>
  );
}
