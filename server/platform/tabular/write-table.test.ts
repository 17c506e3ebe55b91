import assert from 'node:assert/strict';
import { PassThrough, Writable } from 'node:stream';
import { test } from 'node:test';
import fc from 'fast-check';
import { parquetReadObjects } from 'hyparquet';
import type { FileShape } from '#contract/import.ts';
import { inspectTable } from './inspect-table.ts';
import { readTable } from './read-table.ts';
import { type ExportFormat, type OutCell, type OutColumn, tableWriter } from './write-table.ts';
import { xlsxWriter } from './write-xlsx.ts';

const COLUMNS: OutColumn[] = [
  { name: 'email', type: 'text' },
  { name: 'score', type: 'number' },
  { name: 'created', type: 'time' },
  { name: 'masked', type: 'bool' },
];
const SHAPE: Omit<FileShape, 'format' | 'columns'> = {
  encoding: 'utf-8',
  delimiter: ',',
  quote: '"',
  has_header: true,
  skip_rows: 0,
};

/** Writes rows and returns the bytes of the file. */
async function written(
  format: ExportFormat,
  columns: OutColumn[],
  rows: OutCell[][],
  sheetRows?: number,
): Promise<Buffer> {
  const sink = new PassThrough();
  const writer = sheetRows ? xlsxWriter(columns, sink, sheetRows) : tableWriter(format, columns, sink);
  const bytes = sink.toArray();
  for (let at = 0; at < rows.length; at += 3) await writer.write(rows.slice(at, at + 3));
  await writer.end();
  return Buffer.concat(await bytes);
}

async function* stream(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += 1000) yield bytes.subarray(at, at + 1000);
}

async function cellsOf(
  bytes: Buffer,
  format: FileShape['format'],
  columns: OutColumn[],
  sheet?: string,
): Promise<string[][]> {
  const shape = { ...SHAPE, format, sheet, columns: columns.map((column) => column.name) };
  const rows: string[][] = [];
  for await (const batch of readTable(stream(bytes), shape)) {
    for (const row of batch) rows.push(columns.map((_, index) => row.cells[index] ?? ''));
  }
  return rows;
}

test('each format gives back what was written', async () => {
  const rows: OutCell[][] = [
    ['ann@example.com', 12.5, '2026-03-02T10:11:12.000Z', true],
    ['漢字, "quoted"\nand more', -3, new Date('1999-12-31T23:59:59.000Z'), false],
    [' spaces ', 0.1, null, undefined],
  ];
  const csv = [
    ['ann@example.com', '12.5', '2026-03-02T10:11:12.000Z', 'true'],
    ['漢字, "quoted"\nand more', '-3', '1999-12-31T23:59:59.000Z', 'false'],
    [' spaces ', '0.1', '', ''],
  ];
  assert.deepEqual(await cellsOf(await written('csv', COLUMNS, rows), 'csv', COLUMNS), csv);
  assert.deepEqual(await cellsOf(await written('ndjson', COLUMNS, rows), 'ndjson', COLUMNS), csv);
  const xlsx = csv.map((row) => row.map((cell, index) => (index === 2 ? cell.slice(0, 19) : cell)));
  assert.deepEqual(await cellsOf(await written('xlsx', COLUMNS, rows), 'xlsx', COLUMNS), xlsx);
  const parquet = await written('parquet', COLUMNS, rows);
  const file = parquet.buffer.slice(parquet.byteOffset, parquet.byteOffset + parquet.byteLength) as ArrayBuffer;
  const read = await parquetReadObjects({ file });
  assert.deepEqual(
    read.map((row) => [row.email, row.score, row.created?.toISOString() ?? '', row.masked ?? null]),
    [
      ['ann@example.com', 12.5, '2026-03-02T10:11:12.000Z', true],
      ['漢字, "quoted"\nand more', -3, '1999-12-31T23:59:59.000Z', false],
      [' spaces ', 0.1, '', null],
    ],
  );
});

test('a file without rows is a whole file', async () => {
  const csv = (await written('csv', COLUMNS, [])).toString();
  assert.equal(csv, '\uFEFFemail,score,created,masked\r\n');
  assert.equal((await written('ndjson', COLUMNS, [])).length, 0);
  const inspected = inspectTable(stream(await written('xlsx', COLUMNS, [])));
  await assert.rejects(inspected, { code: 'no_rows' });
  const parquet = await written('parquet', COLUMNS, []);
  const file = parquet.buffer.slice(parquet.byteOffset, parquet.byteOffset + parquet.byteLength) as ArrayBuffer;
  assert.deepEqual(await parquetReadObjects({ file }), []);
});

test('no text can be run by a spreadsheet, numbers stay numbers', async () => {
  const texts = ['=1+1', '+49 30 1', '-2', '@SUM(A1)', '\t=1', '\r=1', "'=1", '=HYPERLINK("http://x")'];
  const columns: OutColumn[] = [
    { name: 'text', type: 'text' },
    { name: 'count', type: 'number' },
  ];
  const rows: OutCell[][] = texts.map((text) => [text, -5]);
  const csv = (await written('csv', columns, [...rows, ['plain', '=1']])).toString();
  const lines = csv
    .slice(1)
    .split('\r\n')
    .filter((line) => line !== '');
  for (const line of lines) assert.doesNotMatch(line.replace(/^"/, ''), /^[=+\-@\t\r]/);
  assert.match(csv, /,-5\r\n/);
  assert.match(csv, /plain,'=1\r\n/);
  const read = await cellsOf(await written('xlsx', columns, rows), 'xlsx', columns);
  assert.deepEqual(
    read.map(([text]) => text),
    texts.map((text) => `'${text}`),
  );
  assert.ok(read.every(([, count]) => count === '-5'));
});

test('what is written is read back: CSV and XLSX of any text', async () => {
  const text = fc.string({
    unit: fc.constantFrom('a', 'é', '漢', '😀', '"', ',', ';', '\n', ' ', '<', '&', '_x0041_', '\x07', "'"),
    maxLength: 12,
  });
  const columns: OutColumn[] = [
    { name: 'a', type: 'text' },
    { name: 'b', type: 'text' },
  ];
  const table = fc.array(fc.tuple(fc.constant('x'), text), { minLength: 1, maxLength: 12 });
  for (const format of ['csv', 'xlsx'] as const) {
    await fc.assert(
      fc.asyncProperty(table, async (rows) => {
        assert.deepEqual(await cellsOf(await written(format, columns, rows), format, columns), rows);
      }),
      { numRuns: 60 },
    );
  }
});

test('a full sheet is followed by another', async () => {
  const rows = Array.from({ length: 10 }, (_, index) => [`r${index}`]);
  const columns: OutColumn[] = [{ name: 'a', type: 'text' }];
  const bytes = await written('xlsx', columns, rows, 5);
  const { sheets } = await inspectTable(stream(bytes));
  assert.deepEqual(sheets, ['Sheet1', 'Sheet2', 'Sheet3']);
  const read = await Promise.all(sheets.map((sheet) => cellsOf(bytes, 'xlsx', columns, sheet)));
  assert.deepEqual(read.flat(), rows);
});

test('memory stays small over many rows, and a slow receiver holds the writer back', async () => {
  const columns: OutColumn[] = [
    { name: 'a', type: 'text' },
    { name: 'b', type: 'number' },
  ];
  for (const format of ['csv', 'ndjson', 'xlsx', 'parquet'] as const) {
    let taken = 0;
    const sink = new Writable({
      write(chunk: Buffer, _encoding, done) {
        taken += chunk.length;
        setImmediate(done);
      },
    });
    const writer = tableWriter(format, columns, sink);
    let most = 0;
    for (let batch = 0; batch < 100; batch++) {
      await writer.write(
        Array.from({ length: 1000 }, (_, index) => [`row ${batch} ${index} ${'x'.repeat(50)}`, index]),
      );
      most = Math.max(most, sink.writableLength);
    }
    await writer.end();
    assert.ok(taken > 100_000);
    assert.ok(most < 4_000_000, `${format} left ${most} bytes waiting`);
  }
});

test('a receiver that goes away ends the writing', async () => {
  for (const format of ['csv', 'ndjson', 'xlsx', 'parquet'] as const) {
    const sink = new Writable({ highWaterMark: 10, write: () => {} });
    sink.on('error', () => {});
    const writer = tableWriter(format, [{ name: 'a', type: 'text' }], sink);
    setTimeout(() => sink.destroy(new Error('gone')), 20);
    const rows = Array.from({ length: 30_000 }, (_, index) => [`${index}${'x'.repeat(100)}`]);
    await assert.rejects(async () => {
      for (let turn = 0; turn < 3; turn++) await writer.write(rows);
      await writer.end();
    });
  }
});
