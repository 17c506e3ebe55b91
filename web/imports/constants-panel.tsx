import { useQuery } from '@tanstack/react-query';
import { Plus, X } from 'lucide-react';
import { useId, useState } from 'react';
import type { LeadTarget } from '#contract/import.ts';
import type { Client } from '#contract/workspace.ts';
import { registeredSourcesQuery } from '../clients.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { inputClass } from '../ui/field.tsx';
import { Panel } from '../ui/panel.tsx';
import { Select } from '../ui/select.tsx';
import { type Draft, isFilled } from './draft.ts';
import { LEAD_TARGET_OPTIONS, targetWord } from './target-words.ts';

/** Values that every row gets where no column gives one. The source is asked for when no column holds it. */
export function ConstantsPanel({ client, draft }: { client: Client; draft: Draft }) {
  const { mapping } = draft;
  const { data: sources = [] } = useQuery(registeredSourcesQuery(client.id));
  const [added, setAdded] = useState<LeadTarget[]>(() => Object.keys(mapping.constants) as LeadTarget[]);
  const id = useId();
  const sourceWanted = !mapping.columns.some((column) => column.target === 'source');
  const targets = [...new Set<LeadTarget>([...(sourceWanted ? (['source'] as const) : []), ...added])];
  const free = LEAD_TARGET_OPTIONS.map((group) => ({
    ...group,
    options: group.options.filter((option) => !targets.includes(option.value)),
  }));
  const set = (target: LeadTarget, value: string) => {
    const { [target]: _, ...rest } = mapping.constants;
    draft.setMapping({ constants: value === '' ? rest : { ...rest, [target]: value } });
  };
  const [adding, setAdding] = useState(false);
  return (
    <Panel id={`${id}-title`} title="The same for all rows" bodyClassName="grid gap-2">
      {targets.map((target) => {
        const missing = target === 'source' && !isFilled(mapping, 'source');
        return (
          <div key={target} className="grid gap-1">
            <label htmlFor={`${id}-${target}`} className="text-xs font-medium text-ink">
              {targetWord(target)}
            </label>
            <span className="flex items-center gap-1">
              <input
                id={`${id}-${target}`}
                className={inputClass}
                list={target === 'source' ? `${id}-sources` : undefined}
                maxLength={200}
                value={mapping.constants[target] ?? ''}
                aria-describedby={missing ? `${id}-missing` : undefined}
                onChange={(event) => set(target, event.target.value)}
              />
              {!(target === 'source' && sourceWanted) && (
                <IconButton
                  label={`Remove ${targetWord(target)}`}
                  onClick={() => {
                    setAdded(added.filter((one) => one !== target));
                    set(target, '');
                  }}
                >
                  <X />
                </IconButton>
              )}
            </span>
            {missing && (
              <p id={`${id}-missing`} className="text-2xs text-warn">
                No column holds the source. Name it here, such as Trade fair 2026.
              </p>
            )}
          </div>
        );
      })}
      <datalist id={`${id}-sources`}>
        {sources.map((source) => (
          <option key={source.name} value={source.name} />
        ))}
      </datalist>
      {adding ? (
        <Select
          aria-label="Field to fill in all rows"
          options={[{ value: '' as LeadTarget, label: 'Choose a field' }, ...free]}
          value={'' as LeadTarget}
          onChange={(target) => {
            setAdded([...added, target]);
            setAdding(false);
          }}
        />
      ) : (
        <Button variant="ghost" icon={<Plus />} className="-ml-2 justify-self-start" onClick={() => setAdding(true)}>
          Fill another field
        </Button>
      )}
    </Panel>
  );
}
