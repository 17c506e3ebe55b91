import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type CsvDialect, csvScanner } from './csv-scan.ts';
import type { TableRow } from './table-row.ts';

const LIMITS = { maxRowCharacters: 1_000_000, maxColumns: 1000 };

/** Scans a text cut into pieces of the given length. */
function scan(text: string, dialect: Partial<CsvDialect> = {}, piece = 7, limits = LIMITS): TableRow[] {
  const scanner = csvScanner({ delimiter: ',', quote: '"', ...dialect }, limits);
  const out: TableRow[] = [];
  for (let at = 0; at < text.length; at += piece) scanner.push(text.slice(at, at + piece), out);
  scanner.end(out);
  return out;
}
const cells = (rows: TableRow[]) => rows.map((row) => row.cells);

test('reads quotes, doubled quotes, line ends inside quotes, and all three line ends', () => {
  const text = 'a,b\r\n"x, y","say ""hi"""\r1,"two\nlines"\n,last';
  for (const piece of [1, 2, 3, 5, 100]) {
    const rows = scan(text, {}, piece);
    assert.deepEqual(cells(rows), [
      ['a', 'b'],
      ['x, y', 'say "hi"'],
      ['1', 'two\nlines'],
      ['', 'last'],
    ]);
    assert.deepEqual(
      rows.map((row) => [row.row, row.line]),
      [
        [1, 1],
        [2, 2],
        [3, 3],
        [4, 5],
      ],
    );
  }
});

test('counts blank rows and rows of empty cells without yielding them', () => {
  const rows = scan('a,b\n\n,,\n  \n1,2\n');
  assert.deepEqual(
    rows.map((row) => row.row),
    [1, 4, 5],
  );
});

test('names the line of a quote that never closes and goes on behind it', () => {
  const rows = scan('id,name\n1,"Ann\n2,Bob\n3,Cy\n', { columns: 2 });
  assert.equal(rows[1]?.fault?.reason, 'unclosed_quote');
  assert.match(rows[1]?.fault?.message ?? '', /line 2/);
  assert.deepEqual(cells(rows.slice(2)), [
    ['2', 'Bob'],
    ['3', 'Cy'],
  ]);
  assert.deepEqual(
    rows.map((row) => [row.row, row.line]),
    [
      [1, 1],
      [2, 2],
      [3, 3],
      [4, 4],
    ],
  );
});

test('does not let an unclosed quote swallow the quoted cells behind it', () => {
  const rows = scan('1,"Ann,x\n2,"Bob",y\n3,"Cy, jr.",z\n', { columns: 3 });
  assert.equal(rows[0]?.fault?.reason, 'unclosed_quote');
  assert.deepEqual(cells(rows.slice(1)), [
    ['2', 'Bob', 'y'],
    ['3', 'Cy, jr.', 'z'],
  ]);
  // The quote of `5"` would close the cell and make one row of two lines.
  const inches = scan('1,"Ann\n2,5"\n3,x\n', { columns: 2 });
  assert.equal(inches[0]?.fault?.reason, undefined);
  assert.deepEqual(inches[0]?.cells, ['1', 'Ann\n2,5']);
  const merged = scan('"Ann,1\nfive 5",2,3\n', { columns: 2 });
  assert.equal(merged[0]?.fault?.reason, 'unclosed_quote');
  assert.deepEqual(merged[1]?.cells, ['five 5"', '2', '3']);
});

test('keeps quotes inside a cell as text and says so', () => {
  const rows = scan('1,"Bob "Bobby" Smith",x\n2,"5" pipe,y\n3, "a, b" ,z\n4,6" nail,w\n');
  assert.deepEqual(cells(rows), [
    ['1', 'Bob "Bobby" Smith', 'x'],
    ['2', '"5" pipe', 'y'],
    ['3', 'a, b', 'z'],
    ['4', '6" nail', 'w'],
  ]);
  assert.deepEqual(rows[0]?.notes, ['loose_quotes']);
  assert.deepEqual(rows[1]?.notes, ['loose_quotes']);
  assert.equal(rows[2]?.notes, undefined);
});

test('drops one row over the limit and keeps what follows', () => {
  const limits = { ...LIMITS, maxRowCharacters: 100 };
  const rows = scan(`a,b\n${'x'.repeat(5000)},1\n2,3\n`, {}, 64, limits);
  assert.equal(rows[1]?.fault?.reason, 'row_too_large');
  assert.ok((rows[1]?.fault?.raw.length ?? 0) <= 500);
  assert.deepEqual(rows[2], { row: 3, line: 3, cells: ['2', '3'] });
  const quoted = scan(`"${'x'.repeat(5000)}\n2,3\n`, {}, 64, limits);
  assert.equal(quoted[0]?.fault?.reason, 'row_too_large');
  assert.deepEqual(quoted[1]?.cells, ['2', '3']);
});

test('rejects a row of 10,000 cells, not the file', () => {
  const rows = scan(`a,b\n${','.repeat(9_999)}x\n1,2\n`, {}, 4096);
  assert.equal(rows[1]?.fault?.reason, 'too_many_columns');
  assert.match(rows[1]?.fault?.message ?? '', /10000 cells/);
  assert.deepEqual(rows[2]?.cells, ['1', '2']);
});

test('no pattern of quotes makes the scan slower than linear', () => {
  const patterns = [
    '"a',
    '"a\n',
    '"a"b,',
    '"a"b,\n',
    '"""x\n',
    'a,"x""\n',
    '""""x\n',
    '"\n""',
    `"a\n${'b\n'.repeat(500)}`,
  ];
  for (const pattern of patterns) {
    const started = performance.now();
    const rows = scan(pattern.repeat(1_000_000 / pattern.length), { columns: 2 }, 65_536);
    assert.ok(rows.length > 0);
    // Quadratic work over 1 MB would take minutes.
    assert.ok(performance.now() - started < 5000, `${JSON.stringify(pattern.slice(0, 10))} took too long`);
  }
});

test('what was written by the rules is read back, however it is cut', () => {
  const cell = fc.string({
    unit: fc.constantFrom('a', 'é', '漢', '"', ',', ';', '\n', '\r', ' ', '\t', "'"),
    maxLength: 8,
  });
  const table = fc
    .integer({ min: 1, max: 5 })
    .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }));
  fc.assert(
    fc.property(table, fc.constantFrom('\n', '\r\n', '\r'), fc.integer({ min: 1, max: 9 }), (rows, eol, piece) => {
      const text = rows.map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(',')).join(eol);
      const kept = rows.filter((row) => row.some((value) => value !== ''));
      const columns = rows[0]?.length ?? 0;
      assert.deepEqual(cells(scan(text, { columns }, piece)), kept);
    }),
    { numRuns: 500 },
  );
});

test('any text at all gives rows in order and never throws', () => {
  const noise = fc.string({ unit: fc.constantFrom('a', '"', '"', ',', '\n', '\r', ' ', '\0'), maxLength: 200 });
  fc.assert(
    fc.property(noise, fc.integer({ min: 1, max: 9 }), (text, piece) => {
      const whole = scan(text, { columns: 2 }, 1000);
      const cut = scan(text, { columns: 2 }, piece);
      assert.deepEqual(cut, whole);
      for (const [index, row] of whole.entries()) {
        if (index > 0) assert.ok(row.row > whole[index - 1]!.row);
      }
    }),
    { numRuns: 2000 },
  );
});
