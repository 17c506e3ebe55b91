/** Shows what an import would do, before it does anything. */
import type {
  ColumnGuess,
  ColumnMapping,
  FileShape,
  ImportMapping,
  ImportPreview,
  NoteReason,
  RejectReason,
} from '#contract/import.ts';
import { type DateOrderDecision, decideDateOrder } from './date-order.ts';
import { guessMapping } from './guess-mapping.ts';
import { compileMapping, type ImportDefaults, type RowOutcome } from './row.ts';
import { shapeFingerprint } from './shape.ts';
import type { TableRow } from './table-row.ts';
import { TARGET_KINDS } from './targets.ts';

export type PreviewInput = {
  shape: FileShape;
  /** The first rows below the header; some thousand make dates surer. */
  rows: readonly TableRow[];
  /** What a person set, or what was remembered for this shape; guessed when absent. */
  mapping?: ImportMapping;
  /** Whether `mapping` is a remembered one; then dates that prove another order than it has win. */
  remembered?: boolean;
  defaults: ImportDefaults & { country?: string; time_zone?: string };
};

type Dates = ImportPreview['dates'];
type Problem = ImportPreview['problems'][number];

const SHOWN_ROWS = 100;
const EXAMPLES = 5;
const EXAMPLE_MAX = 200;
/** From this confidence on the dates of a file outweigh a remembered order. */
const PROVEN = 0.9;

/** Guesses or takes the mapping, runs it over the rows, and sums up the problems. Throws what `compileMapping` throws. */
export function buildPreview({ shape, rows, mapping, remembered = false, defaults }: PreviewInput): ImportPreview {
  const samples = shape.columns.map((_, column) => rows.map((row) => row.cells[column] ?? ''));
  const guesses = guessMapping(shape.has_header ? shape.columns : shape.columns.map(() => ''), samples);
  const base = mapping ?? guessedMapping(shape, guesses, defaults);
  const decisions = dateDecisions(base, samples, defaults);
  const settled = mapping && !remembered ? mapping : withDates(base, decisions, remembered);
  const run = compileMapping(settled, shape, defaults);
  const outcomes = rows.map(run);
  return {
    shape,
    mapping: settled,
    remembered,
    columns: shape.columns.map((header, column) => ({
      column,
      header,
      guess: guesses[column]!,
      examples: examplesOf(samples[column]!),
    })),
    dates: [...decisions].map(([column, { order, confidence, why }]): Dates[number] => ({
      column,
      order,
      confidence,
      why,
    })),
    rows: rows.slice(0, SHOWN_ROWS).map((row, index) => shownRow(row, outcomes[index]!)),
    problems: problemsOf(outcomes),
    rows_read: rows.length,
    fingerprint: shapeFingerprint(shape),
  };
}

function guessedMapping(shape: FileShape, guesses: ColumnGuess[], defaults: PreviewInput['defaults']): ImportMapping {
  const columns = shape.columns.map((header, column) => ({ column, header, target: guesses[column]!.target }));
  return {
    columns,
    constants: {},
    date_order: 'auto',
    decimal_mark: 'auto',
    time_zone: defaults.time_zone ?? 'UTC',
  };
}

/** One decision per column that is mapped to a date. */
function dateDecisions(
  mapping: ImportMapping,
  samples: readonly string[][],
  { country, time_zone }: PreviewInput['defaults'],
): Map<number, DateOrderDecision> {
  const dated = mapping.columns.filter(
    ({ column, target }) =>
      target !== 'custom' && target !== 'ignore' && TARGET_KINDS.get(target)?.kind === 'time' && samples[column],
  );
  const hints = { country: mapping.default_country ?? country, time_zone };
  return new Map(dated.map(({ column }) => [column, decideDateOrder(samples[column]!, hints)]));
}

function withDates(
  mapping: ImportMapping,
  decisions: ReadonlyMap<number, DateOrderDecision>,
  remembered: boolean,
): ImportMapping {
  const columns = mapping.columns.map((entry): ColumnMapping => {
    const decision = decisions.get(entry.column);
    if (decision === undefined) return entry;
    if (remembered && (decision.order === 'auto' || decision.confidence < PROVEN)) return entry;
    const { date_order_by_separator: _, ...rest } = entry;
    const by_separator = decision.by_separator && { date_order_by_separator: decision.by_separator };
    return { ...rest, date_order: decision.order, ...by_separator };
  });
  return { ...mapping, columns };
}

function examplesOf(values: readonly string[]): string[] {
  const found = new Set<string>();
  for (const value of values) {
    const text = value.trim();
    if (text !== '') found.add(text.slice(0, EXAMPLE_MAX));
    if (found.size >= EXAMPLES) break;
  }
  return [...found];
}

function shownRow(row: TableRow, outcome: RowOutcome): ImportPreview['rows'][number] {
  const rejected = 'rejects' in outcome;
  return {
    row: row.row,
    cells: row.cells,
    values: rejected ? {} : flatValues(outcome.lead),
    rejects: rejected ? [...outcome.rejects] : [],
    notes: rejected ? [] : [...outcome.notes],
  };
}

function flatValues(lead: object, prefix = ''): Record<string, string | number | boolean> {
  const values: Record<string, string | number | boolean> = {};
  for (const [key, value] of Object.entries(lead) as [string, unknown][]) {
    const path = `${prefix}${key}`;
    if (Array.isArray(value)) values[path] = value.join(', ');
    else if (typeof value === 'object' && value !== null) Object.assign(values, flatValues(value, `${path}.`));
    else if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') values[path] = value;
  }
  return values;
}

/** Counts each reason and field once per row. */
function problemsOf(outcomes: readonly RowOutcome[]): Problem[] {
  const problems = new Map<string, Problem>();
  for (const outcome of outcomes) {
    const rejects = 'rejects' in outcome;
    const entries: readonly { reason: RejectReason | NoteReason; field: string; message: string }[] = rejects
      ? outcome.rejects
      : outcome.notes;
    for (const key of new Set(entries.map(({ reason, field }) => `${reason} ${field}`))) {
      const { reason, field, message } = entries.find((entry) => `${entry.reason} ${entry.field}` === key)!;
      const known = problems.get(key);
      if (known) known.rows++;
      else problems.set(key, { reason, field, rejects, rows: 1, first_row: outcome.row, message });
    }
  }
  return [...problems.values()].sort((a, b) => b.rows - a.rows || a.first_row - b.first_row);
}
