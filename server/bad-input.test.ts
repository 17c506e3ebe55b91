/** What people send by mistake or malice: each gets an answer that names field or row, and nothing is half stored. */
import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import type { Problem } from '#contract/common.ts';
import type { ImportPreview, ImportRecord, ImportUpload } from '#contract/import.ts';
import type { LeadDeliveryResult } from '#contract/lead-actions.ts';
import { expectStatus } from './people/testing.ts';
import { headersOf, rowCounts, type TestApp, testApp } from './testing.ts';
import { inline, refused, upload, type Wanted, workbook } from './testing-refusals.ts';

const LEADS = '/api/v1/marketing/leads';
const LINE_BYTES = 100 * 1024 * 1024;
const EXTREME_LEADS = 400;

let world: TestApp;
let client: string;
before(async () => {
  world = await testApp();
  client = await world.addClient('Acme');
});
after(async () => await world.stop());

const lead = (fields: object = {}) => ({ client_id: client, email: 'a@example.org', source: 'Meta', ...fields });

const refusedFile = async (content: string | Buffer | Readable, wanted: Omit<Wanted, 'status' | 'field'>) =>
  await refused(world, () => upload(world, client, content), { status: 422, field: 'file', ...wanted });

/** Imports a file as it is understood, and returns what came of each row; the summary must add up. */
async function imported(content: string | Buffer) {
  const uploaded = await upload(world, client, content);
  expectStatus(uploaded, 201);
  const { upload_id, preview } = uploaded.json<ImportUpload>();
  const { shape, mapping } = preview;
  const started = await world.owner.post('/api/v1/imports', { client_id: client, upload_id, shape, mapping });
  expectStatus(started, 202);
  const { id, job } = started.json<ImportRecord>();
  const ended = await world.jobEnd(job.id);
  assert.equal(ended.state, 'completed', ended.error ?? '');
  const { summary } = (await world.owner.get(`/api/v1/imports/${id}`)).json<ImportRecord>();
  assert.equal(summary.read, summary.stored + summary.updated + summary.rejected, JSON.stringify(summary));
  const { body } = await world.owner.get(`/api/v1/imports/${id}/rejects`);
  const rejects = body
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',').slice(0, 3).join(' ').trim());
  const notes = preview.problems.map(({ reason, field }) => `${reason} ${field}`.trim());
  return { preview, summary, rejects, notes };
}

const HEADER = `<row>${inline('email')}${inline('name')}${inline('revenue')}</row>`;

test('files that are no tables', async () => {
  await refusedFile('', { type: 'file-empty-file' });
  await refusedFile('email,name,phone\n', { type: 'file-no-rows', row: 1 });
  await refusedFile(`${'cell,'.repeat(10_000)}\n`, { type: 'file-too-many-columns', row: 1, says: /1,?000/ });
  await refusedFile(Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1'), { type: 'file-not-a-table' });
  await refusedFile(Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(500, 7)]), { type: 'file-bad-archive' });
});

test('a workbook that would unpack to gigabytes', async () => {
  const bomb = await workbook(HEADER + `<row>${inline('x'.repeat(1000))}</row>`.repeat(200_000));
  assert.ok(bomb.length < 2_000_000, `${bomb.length} bytes`);
  await refusedFile(bomb, { type: 'file-zip-bomb' });
});

test('a line of 100 MB', async () => {
  const before = process.memoryUsage().rss;
  const line = function* () {
    yield Buffer.from('email,name\n');
    for (let sent = 0; sent < LINE_BYTES; sent += 65_536) yield Buffer.alloc(65_536, 'x');
  };
  const response = await upload(world, client, Readable.from(line()));
  assert.ok([201, 422].includes(response.statusCode), response.body);
  const said =
    response.statusCode === 201 ? response.json<ImportUpload>().preview.problems : response.json<Problem>().errors;
  assert.match(JSON.stringify(said), /row_too_large|"row":2/, 'the row is named');
  const grown = process.memoryUsage().rss - before;
  assert.ok(grown < 400 * 1024 * 1024, `memory grew by ${Math.round(grown / 1024 / 1024)} MB`);
});

test('the wrong delimiter, zone or fixed value is told before anything is imported', async () => {
  const uploaded = await upload(world, client, 'email,name\na@example.org,Anna\nb@example.org,Ben\n');
  expectStatus(uploaded, 201);
  const { upload_id, preview } = uploaded.json<ImportUpload>();
  const { shape, mapping } = preview;
  const again = { client_id: client, upload_id, shape: { ...shape, columns: undefined, delimiter: '|' } };
  const seen = await world.owner.post('/api/v1/imports/preview', again);
  expectStatus(seen, 200);
  const wrong = seen.json<ImportPreview>();
  assert.deepEqual(
    wrong.problems.map(({ reason, rows, first_row }) => [reason, rows, first_row]),
    [['no_contact', 2, 2]],
  );
  const start = (changed: object) => () =>
    world.owner.post('/api/v1/imports', { client_id: client, upload_id, shape, mapping, ...changed });
  const invalid = { status: 422, type: 'invalid-values' };
  await refused(world, start(wrong), { ...invalid, field: 'mapping.columns' });
  for (const [field, part] of [
    ['mapping.time_zone', { time_zone: 'Mars/Phobos' }],
    ['mapping.constants.revenue', { constants: { revenue: 'a lot' } }],
  ] as const) {
    await refused(world, start({ mapping: { ...mapping, ...part } }), { ...invalid, field });
    const look = { client_id: client, upload_id, mapping: { ...mapping, ...part } };
    await refused(world, () => world.owner.post('/api/v1/imports/preview', look), { ...invalid, field });
  }
});

test('broken quotes, NUL bytes and mixed encodings cost the row or the character, not the file', async () => {
  const quotes = await imported('email,name\nq1@example.org,"Anna\nq2@example.org,Ben\nq3@example.org,Cem\n');
  assert.deepEqual(quotes.rejects, ['2  unclosed_quote']);
  const mixed = await imported(
    Buffer.concat([
      Buffer.from('email,name,company\nm1@example.org,Zoë Ångström,Café Crème Brûlée\nm2@example.org,Zo'),
      Buffer.from([0xeb]),
      Buffer.from(',Plain\nm3@example.org,Nu\0l,Plain\n'),
    ]),
  );
  assert.deepEqual(mixed.summary.stored, 3);
  assert.ok(
    mixed.notes.some((note) => note.startsWith('invalid_bytes')),
    mixed.notes.join(),
  );
  assert.ok(
    mixed.notes.some((note) => note.startsWith('nul_bytes')),
    mixed.notes.join(),
  );
});

test('formulas are values, and never run', async () => {
  const book = await workbook(
    `${HEADER}<row>${inline('f1@example.org')}<c t="str"><f>"Anna"</f><v>Anna</v></c><c><f>1+1</f><v>2</v></c></row>
    <row>${inline('f2@example.org')}${inline('=HYPERLINK("http://127.0.0.1","x")')}<c><f>1+1</f></c></row>`,
  );
  const { summary, notes } = await imported(book);
  assert.equal(summary.stored, 2);
  assert.ok(
    notes.some((note) => note.startsWith('formula_without_value')),
    notes.join(),
  );
  const { rejects } = await imported("email,name,revenue\nf3@example.org,Anna,=cmd|' /C calc'!A0\n");
  assert.deepEqual(rejects, ['2 revenue bad_number']);
});

test('dates in three formats, an unknown status, a negative revenue: each row says what is wrong with it', async () => {
  const { rejects, summary } = await imported(
    [
      'email,created at,status,revenue',
      'd1@example.org,2026-02-03,new,1',
      'd2@example.org,25.02.2026,won,1',
      'd3@example.org,02/25/2026,new,1',
      'd4@example.org,02/03/2026,new,1',
      'd5@example.org,2026-02-30,new,1',
      'd6@example.org,2026-02-03,flying,1',
      'd7@example.org,2026-02-03,new,-5',
      ',2026-02-03,new,1',
      'd9@example.org,2026-02-03,new,1,too,many',
      'd10@example.org,1969-12-31,new,1',
    ].join('\n'),
  );
  assert.deepEqual(rejects, [
    '6 created_at bad_date',
    '7 conversion_status unknown_status',
    '8 revenue negative_number',
    '9 email no_contact',
    '10  too_many_cells',
  ]);
  assert.equal(summary.read, 10);
});

test('columns with the names of what every object has are columns like others', async () => {
  const { summary } = await imported('email,__proto__,constructor,toString\np1@example.org,a,b,c\n');
  assert.equal(summary.stored, 1);
  const { rows } = await world.database.owner.query('select id from lead order by id desc limit 1');
  const revealed = await world.owner.post(`${LEADS}/${rows[0].id}/reveal`);
  const { custom } = revealed.json<{ personal: { custom: object } }>().personal;
  assert.deepEqual(Object.entries(custom).sort(), [
    ['_proto_', 'a'],
    ['constructor', 'b'],
    ['toString', 'c'],
  ]);
  assert.equal(({} as Record<string, unknown>).a, undefined);
});

test('bodies that are no leads', async () => {
  const post = (body: object) => () => world.owner.post(LEADS, body);
  const invalid = { status: 422, type: 'invalid-values' };
  await refused(world, post(lead({ revenue: -1 })), { ...invalid, field: 'revenue' });
  await refused(world, post(lead({ conversion_status: 'flying' })), { ...invalid, field: 'conversion_status' });
  await refused(world, post(lead({ created_at: '03/02/2026' })), { ...invalid, field: 'created_at' });
  await refused(world, post(lead({ email: ' ' })), { ...invalid, field: 'email' });
  await refused(world, post([lead(), lead({ revenue: 'ten' })]), { ...invalid, field: '1.revenue', row: 1 });
  await refused(world, post([lead(), lead({ client_id: await world.addClient('Other') })]), {
    ...invalid,
    field: '1.client_id',
  });
  await refused(world, post(lead({ client_id: '01900000-0000-7000-8000-000000000000' })), {
    status: 404,
    type: 'not-found',
  });
  await refused(world, post(Array.from({ length: 1001 }, () => lead())), { ...invalid, field: 'body' });
  await refused(world, post([]), { ...invalid, field: 'body' });
  await refused(world, post(lead({ message: 'x'.repeat(5 * 1024 * 1024) })), { status: 413, type: 'too-large' });
});

test('bodies made to break the reader', async () => {
  const raw = (payload: string) => () =>
    world.app.inject({
      method: 'POST',
      url: LEADS,
      headers: { ...headersOf(world, world.owner), 'content-type': 'application/json' },
      payload,
    });
  const unreadable = { status: 400, type: 'bad-request' };
  await refused(world, raw('['.repeat(500_000)), unreadable);
  await refused(world, raw('['.repeat(100_000) + ']'.repeat(100_000)), {
    status: 422,
    type: 'invalid-values',
    field: '0',
    row: 0,
  });
  await refused(world, raw(`${'{"custom":'.repeat(50_000)}1${'}'.repeat(50_000)}`), {
    status: 422,
    type: 'invalid-values',
    field: 'client_id',
  });
  const base = JSON.stringify(lead()).slice(1);
  await refused(world, raw(`{"__proto__":{"isOwner":true},${base}`), unreadable);
  await refused(world, raw(`{"constructor":{"prototype":{"isOwner":true}},${base}`), unreadable);
  await refused(world, raw(`{"custom":{"__proto__":{"isOwner":"yes"}},${base}`), unreadable);
  await refused(world, raw(`{"revenue":1e999,${base}`), { status: 422, type: 'invalid-values', field: 'revenue' });
  assert.equal(({} as { isOwner?: unknown }).isOwner, undefined);
});

test(`${EXTREME_LEADS} leads at the edges of what is allowed are stored whole or refused`, async () => {
  const time = fc.constantFrom(
    '0001-01-01T00:00:00Z',
    '9999-12-31T23:59:59.999Z',
    '1969-12-31T23:59:59Z',
    '2026-02-03T04:05:06+14:00',
  );
  const text = (max: number) =>
    fc.string({ unit: 'binary', maxLength: 80 }).map((odd) => odd.replaceAll('\0', '').slice(0, max));
  const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
  const extreme = fc.record({
    email: fc
      .oneof(text(320), fc.emailAddress(), fc.constant(`${'a'.repeat(300)}@example.org`))
      .filter((email) => email.trim() !== ''),
    phone: optional(fc.oneof(text(60), fc.constant('+'.repeat(60)), fc.constant('0'.repeat(60)))),
    name: optional(text(300)),
    company: optional(fc.constant('é'.repeat(300))),
    source: text(200).map((source) => source || 'x'),
    external_id: optional(text(200)),
    conversion_status: optional(fc.constantFrom('new', 'converted', 'lost')),
    conversion_date: optional(time),
    created_at: optional(time),
    clicked_at: optional(time),
    revenue: optional(fc.constantFrom(0, 1e12, 0.1 + 0.2, 1e-300, 999_999_999_999.995)),
    currency: optional(fc.constantFrom('JPY', 'KWD', 'XXX', 'ZZZ', 'CLF')),
    device: optional(fc.record({ ip: text(64), user_agent: text(2000), time_zone: text(100) })),
    address: optional(fc.record({ region: text(200), postal_code: text(40) })),
    custom: optional(
      fc.dictionary(
        text(50).filter((key) => key !== '__proto__'),
        text(100),
        { maxKeys: 5 },
      ),
    ),
  });
  const before = (await rowCounts(world)).lead ?? 0;
  let stored = 0;
  for (const fields of fc.sample(extreme, EXTREME_LEADS)) {
    const response = await world.owner.post(LEADS, lead(fields));
    world.time.aheadMs += 100;
    assert.ok(response.statusCode < 500, `${JSON.stringify(fields)}\n${response.body}`);
    if (response.statusCode < 300) stored += response.json<LeadDeliveryResult>().stored;
    else assert.ok(response.json<Problem>().errors?.[0]?.field, response.body);
  }
  assert.ok(stored > EXTREME_LEADS / 4, `${stored} stored`);
  assert.equal((await rowCounts(world)).lead, before + stored);
  const listed = await world.owner.get(`${LEADS}?client_id=${client}&limit=1`);
  expectStatus(listed, 200);
  assert.equal(listed.json<{ total: number }>().total, before + stored, 'the engine took them all');
});
