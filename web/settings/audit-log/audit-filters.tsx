import { useQuery } from '@tanstack/react-query';
import type { Client } from '#contract/workspace.ts';
import { TextField } from '../../ui/field.tsx';
import { FilterChip } from '../../ui/filter-chip.tsx';
import { SelectField } from '../../ui/select.tsx';
import { peopleQuery } from '../people/people-api.ts';
import { useManagesOrganisation } from '../tabs.ts';
import { ACTION_GROUPS, ACTIONS, actionWord, shortId } from './action-words.ts';
import type { AuditSearch } from './audit-log-tab.tsx';

/** Filters of the log; each lives in the address. */
export function AuditFilters({
  search,
  everywhere,
  client,
  onChange,
}: {
  search: AuditSearch;
  everywhere: boolean;
  client: Client | undefined;
  onChange: (part: Partial<AuditSearch>) => void;
}) {
  const organisation = useManagesOrganisation();
  const { data: people = [] } = useQuery({ ...peopleQuery, retry: false });
  const actors = [
    { value: '', label: 'Everyone' },
    ...people.map((person) => ({ value: `person:${person.id}`, label: person.name })),
    { value: 'system', label: 'Assay itself' },
    { value: 'anonymous', label: 'Not signed in' },
  ];
  const actor = search.actor ?? '';
  const action = search.action ?? '';
  const known = [...ACTION_GROUPS, ...ACTIONS].some((option) => option.value === action);
  return (
    <>
      <SelectField
        className="w-44"
        label="Who"
        options={
          actors.some((one) => one.value === actor) ? actors : [...actors, { value: actor, label: shortId(actor) }]
        }
        value={actor}
        onChange={(next) => onChange({ actor: next || undefined })}
      />
      <SelectField
        className="w-48"
        label="What"
        options={[
          { value: '', label: 'Everything' },
          ...(action && !known ? [{ value: action, label: actionWord(action) }] : []),
          { label: 'All of one kind', options: ACTION_GROUPS },
          { label: 'One action', options: ACTIONS },
        ]}
        value={action}
        onChange={(next) => onChange({ action: next || undefined })}
      />
      <TextField
        className="w-36"
        label="From"
        type="date"
        value={search.since ?? ''}
        onChange={(event) => onChange({ since: event.target.value || undefined })}
      />
      <TextField
        className="w-36"
        label="Until"
        type="date"
        value={search.until ?? ''}
        onChange={(event) => onChange({ until: event.target.value || undefined })}
      />
      {client && organisation && (
        <SelectField
          className="w-48"
          label="Where"
          options={[
            { value: '', label: client.name },
            { value: 'yes', label: 'Everywhere' },
          ]}
          value={everywhere ? 'yes' : ''}
          onChange={(next) => onChange({ everywhere: next || undefined })}
        />
      )}
      {search.object_type && (
        <FilterChip
          label="Object"
          value={`${search.object_type}${search.object_id ? ` ${shortId(search.object_id)}` : ''}`}
          onClear={() => onChange({ object_type: undefined, object_id: undefined })}
        />
      )}
    </>
  );
}
