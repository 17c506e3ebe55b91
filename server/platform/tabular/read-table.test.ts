import assert from 'node:assert/strict';
import type { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { ZipFile } from 'yazl';
import type { FileShape } from '#contract/import.ts';
import type { Layout } from '#domain/import/sniff.ts';
import type { TableRow } from '#domain/import/table-row.ts';
import { inspectTable } from './inspect-table.ts';
import { readTable } from './read-table.ts';
import { DEFAULT_LIMITS } from './table-error.ts';

async function* stream(content: string | Buffer, piece = 65_536): AsyncGenerator<Buffer> {
  const bytes = Buffer.isBuffer(content) ? content : Buffer.from(content);
  for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece);
}

/** Inspects the content as a person would upload it, then reads it by the shape that was found. */
async function read(
  content: string | Buffer,
  choice: Partial<Layout> = {},
): Promise<{ shape: FileShape; rows: TableRow[] }> {
  const { shape } = await inspectTable(stream(content), choice);
  return { shape, rows: await rowsOf(stream(content), shape) };
}
async function rowsOf(source: AsyncIterable<Buffer> | string, shape: FileShape): Promise<TableRow[]> {
  const rows: TableRow[] = [];
  for await (const batch of readTable(source, shape)) rows.push(...batch);
  return rows;
}
const cells = (rows: TableRow[]) => rows.map((row) => row.cells);
const faults = (rows: TableRow[]) => rows.flatMap((row) => (row.fault ? [`${row.row}:${row.fault.reason}`] : []));

async function zipped(parts: Record<string, string | Buffer>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(parts)) zip.addBuffer(Buffer.from(content), name);
  zip.end();
  return Buffer.concat(await (zip.outputStream as PassThrough).toArray());
}

const RELS = (entries: string) => `<Relationships>${entries}</Relationships>`;
const BOOK = {
  '_rels/.rels': RELS('<Relationship Id="r1" Type="x/officeDocument" Target="xl/workbook.xml"/>'),
  'xl/workbook.xml':
    '<workbook><sheets><sheet name="Old" r:id="r2" state="hidden"/><sheet name="Leads" r:id="r1"/><sheet name="More" r:id="r2"/></sheets></workbook>',
  'xl/_rels/workbook.xml.rels': RELS(
    '<Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="x/worksheet" Target="/xl/worksheets/sheet2.xml"/><Relationship Id="r3" Type="x/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="r4" Type="x/styles" Target="styles.xml"/>',
  ),
  'xl/sharedStrings.xml':
    '<sst><si><t>email</t></si><si><r><t>a@</t></r><r><t>b.co</t></r><rPh><t>no</t></rPh></si><si><t>x_x000A_y &amp; z</t></si></sst>',
  'xl/styles.xml':
    '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/><numFmt numFmtId="165" formatCode="00000"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="22"/><xf numFmtId="165"/></cellXfs></styleSheet>',
  'xl/worksheets/sheet2.xml':
    '<worksheet><sheetData><row><c t="inlineStr"><is><t>email</t></is></c></row></sheetData></worksheet>',
};
const sheet = (rows: string) =>
  `<worksheet><sheetData>${rows}</sheetData><mergeCells><mergeCell ref="A1:B1"/></mergeCells></worksheet>`;
const HEADER =
  '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>created at</t></is></c><c r="C1" t="str"><v>zip</v></c><c r="D1" t="str"><v>note</v></c></row>';
const workbook = (rows: string) => zipped({ ...BOOK, 'xl/worksheets/sheet1.xml': sheet(rows) });

test('reads the encodings of business files', async () => {
  const text = 'email;name\na@b.co;José Müller\nc@d.co;Zoë\n';
  const contents: [string, Buffer][] = [
    ['utf-8', Buffer.from(text)],
    ['utf-8', Buffer.from(`\uFEFF${text}`)],
    ['utf-16le', Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['utf-16le', Buffer.from(text, 'utf16le')],
    ['utf-16be', Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()],
    ['utf-16be', Buffer.from(text, 'utf16le').swap16()],
    ['windows-1252', Buffer.from(text, 'latin1')],
  ];
  for (const [encoding, content] of contents) {
    const { shape, rows } = await read(content);
    assert.equal(shape.encoding, encoding);
    assert.deepEqual(shape.columns, ['email', 'name']);
    assert.deepEqual(cells(rows), [
      ['a@b.co', 'José Müller'],
      ['c@d.co', 'Zoë'],
    ]);
    assert.equal(rows[0]?.notes, undefined);
  }
});

test('a character cut by a chunk stays whole', async () => {
  const { shape } = await inspectTable(stream('email,name\na@b.co,漢字😀\n'));
  for (const piece of [1, 2, 3, 5]) {
    assert.deepEqual(cells(await rowsOf(stream('email,name\na@b.co,漢字😀\n', piece), shape)), [['a@b.co', '漢字😀']]);
  }
});

test('mixed encodings: wrong bytes are replaced and their rows marked', async () => {
  const good = Array.from({ length: 20 }, (_, index) => `u${index}@b.co,Zoë\n`).join('');
  const { shape, rows } = await read(
    Buffer.concat([Buffer.from(`email,name\n${good}`), Buffer.from('x@b.co,Jos\xe9\n', 'latin1')]),
  );
  assert.equal(shape.encoding, 'utf-8');
  assert.deepEqual(
    rows.filter((row) => row.notes?.includes('invalid_bytes')).map((row) => row.row),
    [22],
  );
});

test('NUL bytes are taken out and their rows marked', async () => {
  const { rows } = await read('email,name\na@b.co,An\0n\nc@d.co,Bo\n');
  assert.deepEqual(cells(rows), [
    ['a@b.co', 'Ann'],
    ['c@d.co', 'Bo'],
  ]);
  assert.deepEqual([rows[0]?.notes, rows[1]?.notes], [['nul_bytes'], undefined]);
  const json = await read('{"email":"a@b.co","name":"An\\u0000n"}\n');
  assert.deepEqual(json.rows[0], { row: 1, line: 1, cells: ['a@b.co', 'Ann'], notes: ['nul_bytes'] });
});

test('empty files, headers alone and files of other kinds say what they are', async () => {
  const cases: [string | Buffer, string, RegExp][] = [
    ['', 'empty_file', /empty/],
    ['\n \n\r\n', 'empty_file', /no text/],
    ['\0\0\0', 'empty_file', /no text/],
    ['email,name\n', 'no_rows', /header/],
    ['email,name', 'no_rows', /header/],
    ['%PDF-1.7 …', 'not_a_table', /PDF/],
    [Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0, 0, 0, 0]), 'not_a_table', /old format/],
    [Buffer.from([0x1f, 0x8b, 8, 0]), 'not_a_table', /gzip/],
    ['<!DOCTYPE html><table>', 'not_a_table', /web page/],
    ['[{"email":"a@b.co"}]', 'not_a_table', /JSON array/],
    [Buffer.from(Array.from({ length: 3000 }, (_, index) => (index * 7919) % 29)), 'not_a_table', /not text/],
    [Array.from({ length: 10_000 }, (_, index) => `c${index}`).join(','), 'too_many_columns', /10000/],
    ['PK\x03\x04 but no archive', 'bad_archive', /damaged/],
    [await zipped({ 'word/document.xml': '<x/>' }), 'not_a_table', /no Excel workbook/],
  ];
  for (const [content, code, message] of cases) await assert.rejects(read(content), { code, message });
});

test('a wrong delimiter is said so', async () => {
  const { shape } = await inspectTable(stream('email;name\na@b.co;Ann\n'));
  assert.equal(shape.delimiter, ';');
  const wrong = rowsOf(stream('email;name\na@b.co;Ann\n'), { ...shape, delimiter: ',' });
  await assert.rejects(wrong, { code: 'wrong_delimiter', row: 1 });
  await assert.rejects(rowsOf(stream('email;name;x\na;b;c\n'), shape), { code: 'bad_header' });
});

test('titles, sep= lines, tabs, pipes, apostrophes and missing headers are told', async () => {
  const shapeOf = async (content: string) => (await inspectTable(stream(content))).shape;
  const titled = await shapeOf('Report of March\n\nEmail,Name,Phone\na@b.co,Ann,123\nb@b.co,Bo,456\nc@b.co,Cy,789\n');
  assert.deepEqual([titled.skip_rows, titled.columns], [2, ['Email', 'Name', 'Phone']]);
  const sep = await shapeOf('sep=;\r\nEmail;Name\r\na@b.co;Ann\r\n');
  assert.deepEqual([sep.delimiter, sep.skip_rows, sep.columns], [';', 1, ['Email', 'Name']]);
  assert.equal((await shapeOf('email\tname\na@b.co\tAnn, B.\nb@b.co\tBo\n')).delimiter, '\t');
  assert.equal((await shapeOf('email|when\na@b.co|10:11:12\nb@b.co|10:11:13\n')).delimiter, '|');
  assert.equal((await shapeOf("email,name\n'a@b.co','Ann, B.'\n'b@b.co','Bo'\n'c@b.co','Cy'\n")).quote, "'");
  const bare = await read('a@b.co,Ann,+1 212 555 0100\nb@b.co,Bo,+1 212 555 0101\n');
  assert.deepEqual(
    [bare.shape.has_header, bare.shape.columns, bare.rows.length],
    [false, ['Column 1', 'Column 2', 'Column 3'], 2],
  );
  const decimals = await shapeOf('Name;E-Mail;Umsatz\nAnn;a@b.de;1,50\nBo;b@b.de;2,75\n');
  assert.equal(decimals.delimiter, ';');
});

test('a quote that never closes costs one row and names its line', async () => {
  const { rows } = await read('email,name\na@b.co,"Ann\nb@b.co,Bo\nc@b.co,"Cy, C."\n');
  assert.deepEqual(faults(rows), ['2:unclosed_quote']);
  assert.match(rows[0]?.fault?.message ?? '', /line 2/);
  assert.deepEqual(cells(rows.slice(1)), [
    ['b@b.co', 'Bo'],
    ['c@b.co', 'Cy, C.'],
  ]);
});

test('a line of 100 MB is one rejected row in bounded memory', async () => {
  const block = Buffer.alloc(1_000_000, 'x');
  for (const [start, end] of [
    ['email,name\n', '\na@b.co,Ann\n'],
    ['email,name\n"', '\na@b.co,Ann\n'],
    ['{"email":"', '"}\n{"email":"a@b.co","name":"Ann"}\n'],
  ]) {
    const shape: FileShape = {
      format: start!.startsWith('{') ? 'ndjson' : 'csv',
      encoding: 'utf-8',
      delimiter: ',',
      quote: '"',
      has_header: true,
      skip_rows: 0,
      columns: ['email', 'name'],
    };
    let peak = 0;
    const source = async function* () {
      yield Buffer.from(start!);
      for (let turn = 0; turn < 100; turn++) {
        peak = Math.max(peak, process.memoryUsage().rss);
        yield block;
      }
      yield Buffer.from(end!);
    };
    const before = process.memoryUsage().rss;
    const rows = await rowsOf(source(), shape);
    assert.deepEqual(
      rows.map((row) => row.fault?.reason ?? row.cells),
      ['row_too_large', ['a@b.co', 'Ann']],
    );
    assert.ok(peak - before < 90_000_000, `memory grew by ${Math.round((peak - before) / 1e6)} MB`);
  }
});

test('NDJSON: nested keys, late keys, long ids, broken lines', async () => {
  const lines = [
    '{"email":"a@b.co","utm":{"source":"x"},"tags":["p","q"],"n":null}',
    '',
    '{"email": oops}',
    '[1,2]',
    '{"email":"c@d.co","id":12345678901234567890,"__proto__":{"x":1},"ok":true}',
  ];
  const { shape, rows } = await read(`${lines.join('\r\n')}\r\n`);
  assert.deepEqual(shape.columns, ['email', 'utm.source', 'tags', 'n', 'id', '__proto__.x', 'ok']);
  assert.deepEqual(faults(rows), ['3:bad_json', '4:bad_json']);
  assert.deepEqual(rows[0]?.cells, ['a@b.co', 'x', 'p; q', '', '', '', '']);
  assert.deepEqual(rows[3], { row: 5, line: 5, cells: ['c@d.co', '', '', '', '12345678901234567890', '1', 'true'] });
  const late = await rowsOf(stream('{"email":"a@b.co","new":"y"}'), { ...shape, columns: ['email'] });
  assert.deepEqual(late, [{ row: 1, line: 1, cells: ['a@b.co'], extra: [['new', 'y']] }]);
  const deep = await rowsOf(stream(`{"email":${'['.repeat(200_000)}${']'.repeat(200_000)}}`), {
    ...shape,
    columns: ['email'],
  });
  assert.equal(deep.length, 1);
});

test('XLSX: shared, inline and rich texts, dates, padded numbers, stored values of formulas', async () => {
  const rows =
    `${HEADER}<row r="3"><c r="A3" t="s"><v>1</v></c><c r="B3" s="1"><v>46083</v></c><c r="C3" s="3"><v>1234</v></c><c r="D3" t="s"><v>2</v></c></row>` +
    '<row r="4"><c r="A4" t="str"><f>CONCAT("x","@y.co")</f><v>x@y.co</v></c><c r="B4" s="2"><v>46083.4244444444</v></c><c r="D4"><f>WEBSERVICE("http://x")</f></c></row>' +
    '<row><c r="B5"><v>4.9151123456780001E12</v></c><c r="D5" t="b"><v>1</v></c></row>';
  const { shape, rows: found } = await read(await workbook(rows));
  assert.deepEqual(
    [shape.format, shape.sheet, shape.columns],
    ['xlsx', 'Leads', ['email', 'created at', 'zip', 'note']],
  );
  assert.deepEqual(found, [
    { row: 3, line: 3, cells: ['a@b.co', '2026-03-02', '01234', 'x\ny & z'] },
    { row: 4, line: 4, cells: ['x@y.co', '2026-03-02T10:11:12'], notes: ['formula_without_value'] },
    { row: 5, line: 5, cells: ['', '4915112345678', '', 'true'] },
  ]);
  const { sheets } = await inspectTable(stream(await workbook(rows)));
  assert.deepEqual(sheets, ['Leads', 'More']);
  await assert.rejects(read(await workbook(rows), { sheet: 'Old' }), { code: 'no_such_sheet' });
});

test('XLSX: wide rows, formats out to the last column and damaged parts', async () => {
  const wide = await read(
    await workbook(
      `${HEADER}<row r="2"><c r="A2" t="str"><v>a@b.co</v></c><c r="XFD2"/></row><row r="3"><c r="XFD3"><v>1</v></c></row>`,
    ),
  );
  assert.deepEqual(wide.rows[0]?.cells, ['a@b.co']);
  assert.deepEqual(faults(wide.rows), ['3:too_many_columns']);
  await assert.rejects(read(await workbook('<row><c></row>')), { code: 'not_a_table' });
  const lol = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>';
  await assert.rejects(read(await zipped({ ...BOOK, 'xl/worksheets/sheet1.xml': `${lol}${sheet(HEADER)}` })), {
    code: 'not_a_table',
  });
  const whole = await workbook(HEADER.repeat(50));
  await assert.rejects(read(whole.subarray(0, whole.length - 30)), { code: 'bad_archive' });
});

test('XLSX: bombs are refused before they go off', async () => {
  const bomb = await zipped({ ...BOOK, 'xl/worksheets/sheet1.xml': Buffer.alloc(100_000_000, ' ') });
  assert.ok(bomb.length < 200_000);
  await assert.rejects(read(bomb), { code: 'zip_bomb', message: /times its size/ });
  const large = inspectTable(stream(await workbook(HEADER)), {}, { ...DEFAULT_LIMITS, maxInflatedBytes: 1000 });
  await assert.rejects(large, { code: 'zip_bomb', message: /larger than/ });
  const many = inspectTable(stream(await workbook(HEADER)), {}, { ...DEFAULT_LIMITS, maxArchiveEntries: 3 });
  await assert.rejects(many, { code: 'zip_bomb', message: /parts/ });
  const texts = inspectTable(stream(await workbook(HEADER)), {}, { ...DEFAULT_LIMITS, maxSharedCharacters: 20 });
  await assert.rejects(texts, { code: 'zip_bomb', message: /memory/ });
});

test('more rows than the limit, or columns in one row, end or cost what they must', async () => {
  const { shape } = await inspectTable(stream('email,name\na@b.co,Ann\n'));
  const many = async () => {
    for await (const _ of readTable(stream('email,name\na,1\nb,2\nc,3\n'), shape, { ...DEFAULT_LIMITS, maxRows: 2 }));
  };
  await assert.rejects(many, { code: 'too_many_rows' });
  const wide = await rowsOf(stream(`email,name\n${','.repeat(9999)}x\nb@b.co,2\n`), shape);
  assert.deepEqual(faults(wide), ['2:too_many_columns']);
  await assert.rejects(rowsOf(stream('x'), { ...shape, encoding: 'klingon' }), { code: 'unknown_encoding' });
});
