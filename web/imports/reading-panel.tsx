import { useId } from 'react';
import { countryOptions, zoneOptions } from '../ui/country-names.ts';
import { Panel } from '../ui/panel.tsx';
import { SelectField } from '../ui/select.tsx';
import type { Draft } from './draft.ts';
import { DATE_ORDERS, DECIMAL_MARKS, optionsOf } from './target-words.ts';

/** How values are read that could be read in several ways. */
export function ReadingPanel({ draft }: { draft: Draft }) {
  const { mapping } = draft;
  const id = useId();
  return (
    <Panel id={id} title="How values are read" bodyClassName="grid gap-2.5">
      <SelectField
        label="Dates such as 03/04/2026"
        options={optionsOf(DATE_ORDERS)}
        value={mapping.date_order}
        onChange={(date_order) => draft.setMapping({ date_order })}
      />
      <SelectField
        label="Decimal mark"
        options={optionsOf(DECIMAL_MARKS)}
        value={mapping.decimal_mark}
        onChange={(decimal_mark) => draft.setMapping({ decimal_mark })}
      />
      <SelectField
        label="Zone of times that name none"
        options={zoneOptions(mapping.time_zone)}
        value={mapping.time_zone}
        onChange={(time_zone) => draft.setMapping({ time_zone })}
      />
      <SelectField
        label="Country of rows that name none"
        options={[{ value: '', label: 'Unknown' }, ...countryOptions()]}
        value={mapping.default_country ?? ''}
        onChange={(country) => draft.setMapping({ default_country: country || undefined })}
      />
    </Panel>
  );
}
