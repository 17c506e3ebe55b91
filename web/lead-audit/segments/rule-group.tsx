import { FolderPlus, Plus, Trash2 } from 'lucide-react';
import { useRef, useState } from 'react';
import { SEGMENT_DEPTH, type SegmentGroup, type SegmentRule } from '#contract/segment-rules.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { cn } from '../../ui/cn.ts';
import { Segmented } from '../../ui/segmented.tsx';
import { freshRule } from './rule-kinds.ts';
import { RuleRow } from './rule-row.tsx';

const MATCHES = [
  { value: 'all', label: 'All' },
  { value: 'any', label: 'Any' },
  { value: 'none', label: 'None' },
] as const;
const MATCH_TEXT = { all: 'of these hold', any: 'of these holds', none: 'of these holds' } as const;

/** Rules under one word, with groups among them. */
export function RuleGroup({
  group,
  path,
  name,
  depth,
  onChange,
  onRemove,
}: {
  group: SegmentGroup;
  /** Where the group stands, as the server names it. */
  path: string;
  name: string;
  /** 1 for the outermost. */
  depth: number;
  onChange: (group: SegmentGroup) => void;
  onRemove?: () => void;
}) {
  const [added, setAdded] = useState<number>();
  const addRef = useRef<HTMLButtonElement>(null);
  const put = (index: number, rule: SegmentRule | undefined) =>
    onChange({ ...group, rules: group.rules.flatMap((one, at) => (at !== index ? [one] : rule ? [rule] : [])) });
  const remove = (index: number) => {
    setAdded(undefined);
    put(index, undefined);
    addRef.current?.focus();
  };
  const add = (rule: SegmentRule) => {
    setAdded(group.rules.length);
    onChange({ ...group, rules: [...group.rules, rule] });
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: groups stand in groups, which fieldsets do badly.
    <div
      role="group"
      aria-label={name}
      className={cn('grid min-w-0 gap-2.5', depth > 1 && 'rounded-lg border border-line bg-sunken p-3 max-sm:p-2')}
    >
      <div className="flex flex-wrap items-center gap-2 text-xs text-muted">
        <Segmented
          label="How many must hold"
          options={[...MATCHES]}
          value={group.match}
          onChange={(match) => onChange({ ...group, match })}
        />
        {MATCH_TEXT[group.match]}
        {onRemove && (
          <IconButton label={`Remove ${name.toLowerCase()}`} className="ml-auto" onClick={onRemove}>
            <Trash2 />
          </IconButton>
        )}
      </div>
      {group.rules.length === 0 && <p className="text-xs text-muted">No rule yet: every lead is in it.</p>}
      {group.rules.map((rule, index) => {
        const at = `${path}.rules.${index}`;
        return rule.kind === 'group' ? (
          <RuleGroup
            // biome-ignore lint/suspicious/noArrayIndexKey: rules have no name but their place.
            key={index}
            group={rule}
            path={at}
            name={`Group ${index + 1}`}
            depth={depth + 1}
            onChange={(next) => put(index, next)}
            onRemove={() => remove(index)}
          />
        ) : (
          <RuleRow
            // biome-ignore lint/suspicious/noArrayIndexKey: rules have no name but their place.
            key={index}
            rule={rule}
            path={at}
            name={`Rule ${index + 1}`}
            focused={added === index}
            onChange={(next) => put(index, next)}
            onRemove={() => remove(index)}
          />
        );
      })}
      <div className="flex flex-wrap gap-1.5">
        <Button ref={addRef} icon={<Plus />} onClick={() => add(freshRule('text:source'))}>
          Add rule
        </Button>
        {depth < SEGMENT_DEPTH && (
          <Button
            variant="ghost"
            icon={<FolderPlus />}
            onClick={() => add({ kind: 'group', match: 'any', rules: [freshRule('text:source')] })}
          >
            Add group
          </Button>
        )}
      </div>
    </div>
  );
}
