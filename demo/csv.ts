/**
 * Writes demo leads as files of the shapes that people upload, each with a known mapping of column to field.
 * `node demo/csv.ts --rows 100000 --shape us --out leads.csv [--seed 1] [--client halcyon]`
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import iconv from 'iconv-lite';
import type { LeadCreate } from '#contract/lead.ts';
import { CLIENT_KEYS, type ClientKey } from './clients/template.ts';
import { CSV_SHAPES, type CsvShape, fieldOf, formatField } from './csv-shapes.ts';
import { DEMO_SEED, demoLeads } from './leads.ts';

const ROWS_PER_CHUNK = 2_000;

/** The bytes of a file in the given shape: byte order mark and header first, then about 2,000 rows a piece. */
export function* fileOfLeads(leads: Iterable<LeadCreate>, shape: CsvShape): Generator<Buffer> {
  const bytes = encoder(shape);
  let text =
    shape.format === 'ndjson'
      ? ''
      : `${shape.columns.map(({ header }) => quoted(header, shape)).join(shape.delimiter)}${shape.newline}`;
  const mark = shape.byteOrderMark ? bytes('\uFEFF') : Buffer.alloc(0);
  if (mark.length > 0) yield mark;
  let rows = 0;
  for (const lead of leads) {
    text += shape.format === 'ndjson' ? ndjsonRow(lead) : csvRow(lead, shape);
    rows += 1;
    if (rows % ROWS_PER_CHUNK !== 0) continue;
    yield bytes(text);
    text = '';
  }
  if (text !== '') yield bytes(text);
}

function ndjsonRow(lead: LeadCreate): string {
  // A caller's file knows neither our client ids nor the demo's key.
  return `${JSON.stringify({ ...lead, client_id: undefined, client: undefined })}\n`;
}

function csvRow(lead: LeadCreate, shape: CsvShape): string {
  let row = '';
  for (const [index, { field }] of shape.columns.entries()) {
    if (index > 0) row += shape.delimiter;
    row += quoted(formatField(fieldOf(lead, field), field, shape), shape);
  }
  return row + shape.newline;
}

function quoted(text: string, shape: CsvShape): string {
  const special = text.includes(shape.delimiter) || text.includes('"') || text.includes('\n') || text.includes('\r');
  return special ? `"${text.replaceAll('"', '""')}"` : text;
}

function encoder(shape: CsvShape): (text: string) => Buffer {
  if (shape.encoding === 'windows-1252') return (text) => iconv.encode(text, 'win1252');
  return (text) => Buffer.from(text, shape.encoding === 'utf-16le' ? 'utf16le' : 'utf8');
}

function main(): void {
  const { values } = parseArgs({
    options: {
      rows: { type: 'string', default: '1000' },
      shape: { type: 'string', default: 'us' },
      out: { type: 'string' },
      seed: { type: 'string', default: String(DEMO_SEED) },
      client: { type: 'string' },
    },
  });
  const shape = CSV_SHAPES.find(({ name }) => name === values.shape);
  const rows = Number(values.rows);
  const client = CLIENT_KEYS.find((key) => key === (values.client ?? shape?.client));
  if (shape === undefined || client === undefined || values.out === undefined || !Number.isInteger(rows) || rows < 0) {
    process.stderr.write(
      `usage: node demo/csv.ts --rows N --shape ${CSV_SHAPES.map(({ name }) => name).join('|')} --out FILE ` +
        `[--seed N] [--client ${CLIENT_KEYS.join('|')}]\n`,
    );
    process.exitCode = 2;
    return;
  }
  writeFile(values.out, { rows, seed: Number(values.seed), client, shape });
}

function writeFile(path: string, what: { rows: number; seed: number; client: ClientKey; shape: CsvShape }): void {
  const file = openSync(path, 'w');
  try {
    for (const chunk of fileOfLeads(
      demoLeads({ seed: what.seed, count: what.rows, client: what.client }),
      what.shape,
    )) {
      for (let written = 0; written < chunk.length; ) written += writeSync(file, chunk, written);
    }
  } finally {
    closeSync(file);
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) main();
