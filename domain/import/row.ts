/** Turns rows of a table into leads. */
import type { FileShape, ImportMapping, LeadTarget, NoteReason, Reject, RowNote } from '#contract/import.ts';
import type { LeadCreate } from '#contract/lead.ts';
import { type CellReader, cellReader, type Draft, note, reject } from './cell.ts';
import type { TableRow } from './table-row.ts';
import { CUSTOM_KEY_MAX, CUSTOM_VALUE_MAX } from './targets.ts';

/** A lead as a file gives it; the caller knows the client. */
export type ImportedLead = Omit<LeadCreate, 'client_id'>;
export type RowOutcome =
  | { row: number; lead: ImportedLead; notes: readonly RowNote[] }
  | { row: number; rejects: readonly Reject[] };

export type ImportDefaults = {
  /** Source of leads whose row and mapping name none, for example the name of the file. */
  source?: string;
};

type ColumnStep = { column: number; read: CellReader; place: Place; namesPeople: boolean };
type Place = (draft: Draft, value: unknown, text: string) => void;

const NOTHING: readonly RowNote[] = [];
/** What exports write where they have no value. In names and free text these can be meant. */
const ABSENT = new Set(['null', '(null)', 'n/a', 'na', '#n/a', '\\n', 'nan', 'undefined', '-', '--', 'none']);
const NAMES_PEOPLE = new Set<string>(['name', 'given_name', 'family_name', 'company', 'message', 'custom']);
/** Several columns of these make one text; of all others the first with a value counts. */
const JOINS: Partial<Record<string, string>> = { message: '\n', 'address.street': ', ' };
const ROW_NOTES: Partial<Record<NoteReason, string>> = {
  invalid_bytes: 'bytes that are not valid in the encoding of the file were replaced',
  nul_bytes: 'NUL bytes were removed',
  loose_quotes: 'quotes inside a cell were not doubled; kept as text',
  formula_without_value: 'a formula has no stored value; formulas are not run',
};

/**
 * Compiles a mapping into a function from rows to leads. Malformed e-mail addresses, phone numbers and names pass: they
 * are findings of the audit. A row is rejected, with every field at fault named, for what a lead cannot hold: dates and
 * revenue that cannot be read, negative revenue, unknown stages, texts over the limit, neither e-mail nor phone, no
 * source, more cells than columns. Columns the mapping does not name are kept as custom fields. Throws RangeError for an
 * unknown time zone.
 */
export function compileMapping(
  mapping: ImportMapping,
  shape: Pick<FileShape, 'columns'>,
  defaults: ImportDefaults = {},
): (row: TableRow) => RowOutcome {
  const steps = columnSteps(mapping, shape.columns);
  const constants = constantValues(mapping);
  const width = shape.columns.length;
  return (row) => {
    if (row.fault) return { row: row.row, rejects: [{ row: row.row, field: '', ...row.fault }] };
    const draft: Draft = { row: row.row, lead: {}, rejects: undefined, notes: undefined, amountCurrency: undefined };
    const { cells } = row;
    if (cells.length > width) checkWidth(draft, cells, width);
    for (const step of steps) {
      const cell = cells[step.column];
      if (cell === undefined || cell === '') continue;
      const text = cleaned(cell, step.namesPeople);
      if (text === '') continue;
      const value = step.read(text, draft);
      if (value !== undefined) step.place(draft, value, text);
    }
    if (row.extra) for (const [key, value] of row.extra) keepCustom(customKey(key), value, draft);
    for (const { path, value } of constants) if (valueAt(draft, path) === undefined) setAt(draft, path, value);
    return finish(draft, row, mapping, defaults);
  };
}

function finish(draft: Draft, row: TableRow, mapping: ImportMapping, defaults: ImportDefaults): RowOutcome {
  const lead = draft.lead as Partial<ImportedLead>;
  if (lead.currency === undefined && draft.amountCurrency !== undefined) lead.currency = draft.amountCurrency;
  if (mapping.default_country !== undefined) {
    lead.address ??= {};
    lead.address.country ??= mapping.default_country;
  }
  lead.source ??= lead.source_details?.utm_source ?? defaults.source;
  if (
    draft.rejects === undefined ||
    draft.rejects.every((entry) => entry.field !== 'email' && entry.field !== 'phone')
  ) {
    if (!lead.email && !lead.phone) reject(draft, 'email', 'no_contact', 'neither an e-mail nor a phone', '');
  }
  if (!lead.source)
    reject(draft, 'source', 'no_source', 'no column and no fixed value says where the lead came from', '');
  if (draft.rejects) return { row: row.row, rejects: draft.rejects };
  for (const reason of row.notes ?? []) note(draft, '', reason, ROW_NOTES[reason] ?? reason);
  return { row: row.row, lead: lead as ImportedLead, notes: draft.notes ?? NOTHING };
}

function checkWidth(draft: Draft, cells: readonly string[], width: number): void {
  const last = cells.findLastIndex((cell) => cell.trim() !== '');
  if (last < width) return;
  const message = `the row has ${last + 1} cells and the header ${width}: a delimiter inside a cell is not quoted`;
  reject(draft, '', 'too_many_cells', message, cells.slice(width).join(' | '));
}

/** Trims, takes off the apostrophe that keeps spreadsheets from running a text, and empties words for "no value". */
function cleaned(cell: string, namesPeople: boolean): string {
  let text = cell.trim();
  if (text.charCodeAt(0) === 39 && /^'+[=+\-@\t\r]/.test(text)) text = text.slice(1);
  return !namesPeople && text.length < 10 && ABSENT.has(text.toLowerCase()) ? '' : text;
}

function columnSteps(mapping: ImportMapping, headers: readonly string[]): ColumnStep[] {
  const keys = customKeys(headers);
  const mapped = new Map(mapping.columns.map((entry) => [entry.column, entry]));
  const steps: ColumnStep[] = [];
  for (let column = 0; column < headers.length; column++) {
    const entry = mapped.get(column);
    const target = entry?.target ?? 'custom';
    if (target === 'ignore') continue;
    const key = keys[column]!;
    const keep: CellReader = (text, draft) => keepCustom(key, text, draft);
    const namesPeople = NAMES_PEOPLE.has(target);
    if (target === 'custom') steps.push({ column, read: keep, place: nowhere, namesPeople });
    else
      steps.push({ column, read: cellReader(target, mapping, entry, keep), place: placer(target, keep), namesPeople });
  }
  return steps;
}

function nowhere(): void {}

function placer(target: LeadTarget, keep: CellReader): Place {
  const path = target.split('.');
  const join = JOINS[target];
  return (draft, value, text) => {
    const present = valueAt(draft, path);
    if (present === undefined) setAt(draft, path, value);
    else if (join !== undefined) appendText(draft, target, path, `${present}${join}${text}`);
    else if (present !== value) {
      note(draft, target, 'second_value', 'another column gave this field already; kept as a custom field');
      keep(text, draft);
    }
  };
}

function appendText(draft: Draft, target: LeadTarget, path: readonly string[], text: string): void {
  const max = target === 'message' ? 5000 : 500;
  if (text.length > max) reject(draft, target, 'too_long', `longer than ${max} characters together`, text);
  else setAt(draft, path, text);
}

function valueAt({ lead }: Draft, path: readonly string[]): unknown {
  const [first = '', second] = path;
  const value = lead[first];
  return second === undefined ? value : (value as Record<string, unknown> | undefined)?.[second];
}

function setAt({ lead }: Draft, path: readonly string[], value: unknown): void {
  const [first = '', second] = path;
  if (second === undefined) {
    lead[first] = value;
    return;
  }
  const group = lead[first] as Record<string, unknown> | undefined;
  if (group === undefined) lead[first] = { [second]: value };
  else group[second] = value;
}

function keepCustom(key: string, text: string, draft: Draft): undefined {
  if (text.length > CUSTOM_VALUE_MAX) {
    return reject(draft, key, 'too_long', `longer than ${CUSTOM_VALUE_MAX} characters`, text);
  }
  setAt(draft, ['custom', key], text);
}

function customKeys(headers: readonly string[]): string[] {
  const used = new Set<string>();
  return headers.map((header, column) => {
    const name = customKey(header.trim() || `Column ${column + 1}`);
    let key = name;
    for (let twin = 2; used.has(key); twin++) key = `${name.slice(0, CUSTOM_KEY_MAX - 8)} (${twin})`;
    used.add(key);
    return key;
  });
}

/** A plain object would take `__proto__` for its prototype. */
function customKey(header: string): string {
  return header === '__proto__' ? '_proto_' : header.slice(0, CUSTOM_KEY_MAX);
}

/** Constants are read like cells once; one that cannot be read is a fault of the mapping, not of the rows. */
function constantValues(mapping: ImportMapping): { path: string[]; value: unknown }[] {
  return Object.entries(mapping.constants).flatMap(([key, text]) => {
    const target = key as LeadTarget;
    const draft: Draft = { row: 0, lead: {}, rejects: undefined, notes: undefined, amountCurrency: undefined };
    const clean = text.trim();
    if (clean === '') return [];
    const value = cellReader(target, mapping, undefined, () => undefined)(clean, draft);
    if (value === undefined)
      throw new ConstantError(target, draft.rejects?.[0]?.message ?? draft.notes?.[0]?.message ?? '');
    return [{ path: target.split('.'), value }];
  });
}

/** A constant of the mapping that its field cannot hold. */
export class ConstantError extends Error {
  target: LeadTarget;
  constructor(target: LeadTarget, reason: string) {
    super(`the fixed value for ${target}: ${reason}`);
    this.target = target;
  }
}
