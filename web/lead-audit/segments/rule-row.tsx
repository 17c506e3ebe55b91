import { X } from 'lucide-react';
import type { SegmentLeaf } from '#contract/segment-rules.ts';
import { IconButton } from '../../ui/button.tsx';
import { Select } from '../../ui/select.tsx';
import { useBuilder } from './builder-context.ts';
import { freshRule, NUMBER_WORDS, SUBJECTS, type Subject, subjectOf } from './rule-kinds.ts';
import {
  CheckRule,
  EventRule,
  ReachedRule,
  RfmRule,
  SegmentRef,
  TextRule,
  TimeRule,
  WordsRule,
} from './rule-values.tsx';
import { MaybeNumber } from './value-fields.tsx';

/** One rule: what it is about, then what must hold of it. */
export function RuleRow({
  rule,
  path,
  name,
  onChange,
  onRemove,
  focused,
}: {
  rule: SegmentLeaf;
  /** Where the rule stands, as the server names it. */
  path: string;
  name: string;
  onChange: (rule: SegmentLeaf) => void;
  onRemove: () => void;
  /** Takes the focus as soon as it is there. */
  focused: boolean;
}) {
  const error = useBuilder().errorAt(path);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset takes no flex line of its own.
    <div role="group" aria-label={name} className="grid gap-1">
      <div className="flex flex-wrap items-start gap-2">
        <Select
          aria-label="About"
          className="w-52 max-sm:w-full"
          options={SUBJECTS}
          value={subjectOf(rule)}
          // A new rule is written from left to right.
          autoFocus={focused}
          onChange={(subject) => onChange(freshRule(subject as Subject))}
        />
        <RuleValues rule={rule} onChange={onChange} />
        <IconButton label={`Remove ${name.toLowerCase()}`} size="md" className="ml-auto" onClick={onRemove}>
          <X />
        </IconButton>
      </div>
      {error && <p className="text-2xs text-bad">{error}</p>}
    </div>
  );
}

function RuleValues({ rule, onChange }: { rule: SegmentLeaf; onChange: (rule: SegmentLeaf) => void }) {
  switch (rule.kind) {
    case 'text':
      return <TextRule rule={rule} onChange={onChange} />;
    case 'number': {
      const { label, unit, scale } = NUMBER_WORDS[rule.field];
      return (
        <span className="flex items-center gap-2 text-xs text-muted">
          <MaybeNumber
            label={`${label}, at least`}
            placeholder="at least"
            value={rule.min}
            scale={scale}
            onChange={(min) => onChange({ ...rule, min })}
          />
          to
          <MaybeNumber
            label={`${label}, at most`}
            placeholder="at most"
            value={rule.max}
            scale={scale}
            onChange={(max) => onChange({ ...rule, max })}
          />
          {unit}
        </span>
      );
    }
    case 'time':
      return <TimeRule rule={rule} onChange={onChange} />;
    case 'check':
      return <CheckRule rule={rule} onChange={onChange} />;
    case 'duplicate':
      return (
        <Select
          aria-label="Duplicate"
          className="w-56"
          options={[
            { value: 'yes', label: 'repeats an earlier lead' },
            { value: 'no', label: 'repeats no earlier lead' },
          ]}
          value={rule.duplicate ? 'yes' : 'no'}
          onChange={(value) => onChange({ ...rule, duplicate: value === 'yes' })}
        />
      );
    case 'reached':
      return <ReachedRule rule={rule} onChange={onChange} />;
    case 'event':
      return <EventRule rule={rule} onChange={onChange} />;
    case 'rfm':
      return <RfmRule rule={rule} onChange={onChange} />;
    case 'words':
      return <WordsRule rule={rule} onChange={onChange} />;
    case 'segment':
      return <SegmentRef rule={rule} onChange={onChange} />;
  }
}
