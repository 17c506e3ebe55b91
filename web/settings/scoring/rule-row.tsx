import { ChevronDown } from 'lucide-react';
import { useId, useState } from 'react';
import type { ScoringGroup, ScoringRule } from '#contract/scoring.ts';
import { cn } from '../../ui/cn.ts';
import { useChecks } from './checks.ts';
import { RuleForm } from './rule-form.tsx';
import { pointsText, ruleText } from './rule-set.ts';

/** One rule: name, conditions in words, points; open, a form. */
export function RuleRow({
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
  const [open, setOpen] = useState(rule.label === 'New rule');
  const { titleOf } = useChecks();
  const id = useId();
  return (
    <li>
      <button
        type="button"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
        className="flex min-h-11 w-full items-center text-left gap-3 px-3 py-1.5 hover:bg-hover"
      >
        <ChevronDown
          className={cn('size-3.5 shrink-0 text-muted transition-transform', !open && '-rotate-90')}
          aria-hidden
        />
        <span className="min-w-0 flex-1">
          <span className="block truncate text-sm text-ink">{rule.label}</span>
          <span className="block truncate text-2xs text-muted">{ruleText(rule, titleOf)}</span>
        </span>
        <span className={cn('num shrink-0 text-sm font-medium', rule.points < 0 ? 'text-bad' : 'text-good')}>
          {Number.isNaN(rule.points) ? '–' : pointsText(rule.points)}
        </span>
      </button>
      <div id={id} hidden={!open}>
        {open && <RuleForm rule={rule} groups={groups} readOnly={readOnly} onChange={onChange} onRemove={onRemove} />}
      </div>
    </li>
  );
}
