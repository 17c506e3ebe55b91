import { useId } from 'react';
import { CheckField } from '../ui/check-field.tsx';
import { TextField } from '../ui/field.tsx';
import { Panel } from '../ui/panel.tsx';
import { type Option, SelectField } from '../ui/select.tsx';
import type { Draft } from './draft.ts';

const DELIMITERS: Option[] = [
  { value: ',', label: 'Comma' },
  { value: ';', label: 'Semicolon' },
  { value: '\t', label: 'Tab' },
  { value: '|', label: 'Bar' },
  { value: ' ', label: 'Space' },
];
const QUOTES: Option[] = [
  { value: '"', label: 'Double quote' },
  { value: "'", label: 'Single quote' },
  { value: '', label: 'None' },
];
const ENCODINGS: Option[] = [
  { value: 'utf-8', label: 'UTF-8' },
  { value: 'utf-16le', label: 'UTF-16, little endian' },
  { value: 'utf-16be', label: 'UTF-16, big endian' },
  { value: 'windows-1252', label: 'Windows-1252, Western Europe' },
  { value: 'windows-1250', label: 'Windows-1250, Central Europe' },
  { value: 'windows-1251', label: 'Windows-1251, Cyrillic' },
  { value: 'iso-8859-15', label: 'ISO 8859-15' },
  { value: 'shift_jis', label: 'Shift JIS' },
  { value: 'gb18030', label: 'GB 18030' },
];
const FORMATS = { csv: 'Text with columns', ndjson: 'NDJSON', xlsx: 'Excel workbook' };

/** A value found in the file that the list does not know joins it. */
const including = (options: Option[], value: string): Option[] =>
  options.some((option) => option.value === value) ? options : [{ value, label: value }, ...options];

/** How the file itself is built. A change reads it anew and guesses its columns again. */
export function ShapePanel({ draft }: { draft: Draft }) {
  const { shape } = draft.preview;
  const { sheets } = draft.upload;
  const id = useId();
  return (
    <Panel id={id} title="The file" meta={FORMATS[shape.format]} bodyClassName="grid gap-2.5">
      {shape.format === 'xlsx' && sheets.length > 0 && (
        <SelectField
          label="Sheet"
          options={sheets.map((sheet) => ({ value: sheet, label: sheet }))}
          value={shape.sheet ?? sheets[0] ?? ''}
          onChange={(sheet) => draft.setShape({ sheet })}
        />
      )}
      {shape.format === 'csv' && (
        <>
          <SelectField
            label="Between columns"
            options={including(DELIMITERS, shape.delimiter)}
            value={shape.delimiter}
            onChange={(delimiter) => draft.setShape({ delimiter })}
          />
          <SelectField
            label="Around values"
            options={including(QUOTES, shape.quote)}
            value={shape.quote}
            onChange={(quote) => draft.setShape({ quote })}
          />
        </>
      )}
      {shape.format !== 'xlsx' && (
        <SelectField
          label="Encoding"
          options={including(ENCODINGS, shape.encoding)}
          value={shape.encoding}
          onChange={(encoding) => draft.setShape({ encoding })}
        />
      )}
      {shape.format !== 'ndjson' && (
        <>
          <TextField
            label="Rows above the header"
            type="number"
            min={0}
            max={1000}
            defaultValue={shape.skip_rows}
            onBlur={(event) => {
              const skip_rows = Math.min(1000, Math.max(0, Math.trunc(Number(event.target.value) || 0)));
              if (skip_rows !== shape.skip_rows) draft.setShape({ skip_rows });
            }}
          />
          <CheckField
            label="The first row names the columns"
            checked={shape.has_header}
            onChange={(event) => draft.setShape({ has_header: event.target.checked })}
          />
        </>
      )}
    </Panel>
  );
}
