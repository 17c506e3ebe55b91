import { Badge } from '../../ui/badge.tsx';
import { countryOptions } from '../../ui/country-names.ts';
import { TextField } from '../../ui/field.tsx';
import { plural } from '../../ui/format.ts';
import { SelectField } from '../../ui/select.tsx';
import { TagInput } from '../../ui/tag-input.tsx';
import { KIND_WORDS, type SourceDraft, type SourceFaults } from './source-rows.ts';

const KINDS = (Object.entries(KIND_WORDS) as [keyof typeof KIND_WORDS, string][]).map(([value, label]) => ({
  value,
  label,
}));

/** A country by its name or its code. */
const parseCountry = (text: string) => {
  const plain = text.trim().toLowerCase();
  return countryOptions().find(({ value, label }) => value.toLowerCase() === plain || label.toLowerCase() === plain)
    ?.value;
};

export function SourceRow({
  draft,
  described,
  leads,
  currency,
  faults,
  onChange,
}: {
  draft: SourceDraft;
  described: boolean;
  leads: number;
  currency: string;
  faults: SourceFaults;
  onChange: (draft: SourceDraft) => void;
}) {
  const set = (part: Partial<SourceDraft>) => onChange({ ...draft, ...part });
  const named = (label: string) => `${label} of ${draft.name}`;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset takes no grid columns of its own.
    <div role="group" aria-label={draft.name} className="grid gap-3 p-4 lg:grid-cols-[200px_minmax(0,1fr)]">
      <div className="min-w-0">
        <p className="text-sm font-medium text-ink [overflow-wrap:anywhere]">{draft.name}</p>
        <p className="num text-2xs text-muted">{plural(leads, 'lead')}</p>
        {!described && (
          <Badge tone="warn" className="mt-1">
            Not described
          </Badge>
        )}
      </div>
      <div className="grid grid-cols-2 gap-3 sm:grid-cols-3 xl:grid-cols-[160px_130px_130px_minmax(0,1fr)]">
        <SelectField
          className="max-sm:col-span-2"
          label="Kind"
          aria-label={named('Kind')}
          options={[...(draft.kind === '' ? [{ value: '' as const, label: 'Choose' }] : []), ...KINDS]}
          value={draft.kind}
          onChange={(kind) => set({ kind })}
          error={faults.kind}
        />
        <TextField
          className="content-start"
          label={`Price a lead, ${currency}`}
          aria-label={named('Price a lead')}
          inputMode="decimal"
          value={draft.price}
          onChange={(event) => set({ price: event.target.value })}
          error={faults.price}
        />
        <TextField
          className="content-start"
          label="Maximum age, days"
          aria-label={named('Maximum age in days')}
          inputMode="decimal"
          value={draft.ageDays}
          onChange={(event) => set({ ageDays: event.target.value })}
          error={faults.age}
        />
        <TagInput
          className="col-span-2 sm:col-span-3 xl:col-span-1"
          label="Countries"
          value={draft.countries}
          onChange={(countries) => set({ countries: countries.sort() })}
          parse={parseCountry}
          placeholder="Any"
        />
      </div>
    </div>
  );
}
