import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { buildPreview } from '#domain/import/preview.ts';
import { inspectTable } from './inspect-table.ts';
import { readTable } from './read-table.ts';

const DATA = fileURLToPath(new URL('../../../test/data/', import.meta.url));

/** Inspects, previews and counts a file of the shared data. */
async function look(path: string) {
  const { shape, rows } = await inspectTable(`${DATA}${path}`);
  const preview = buildPreview({ shape, rows, defaults: { source: path } });
  let count = 0;
  let faults = 0;
  for await (const batch of readTable(`${DATA}${path}`, shape)) {
    count += batch.length;
    faults += batch.filter((row) => row.fault).length;
  }
  const targets = preview.mapping.columns.map(({ header, target }) => `${header.trim()}:${target}`).join(' ');
  return { delimiter: shape.delimiter, count, faults, targets };
}

test('reads public files of people with all their rows', async () => {
  assert.deepEqual(await look('fake_1000.csv'), {
    delimiter: ',',
    count: 1000,
    faults: 0,
    targets:
      'unique_id:external_id first_name:given_name surname:family_name dob:custom city:address.city email:email cluster:custom',
  });
  assert.deepEqual(await look('febrl3.csv'), {
    delimiter: ',',
    count: 5000,
    faults: 0,
    targets:
      'rec_id:external_id given_name:given_name surname:family_name street_number:address.street address_1:address.street address_2:address.street suburb:address.city postcode:address.postal_code state:address.region date_of_birth:custom soc_sec_id:custom',
  });
});

test('reads quoted words and bare numbers between semicolons, all of many rows', async () => {
  const row = (n: number) => `${n % 90};"management";"single; or not";"no";${n * 7};"may"\n`;
  const file = async function* () {
    yield Buffer.from('"age";"job";"marital";"default";"balance";"month"\n');
    for (let n = 0; n < 45_211; n += 1) yield Buffer.from(row(n));
  };
  const { shape } = await inspectTable(file());
  let count = 0;
  let sum = 0;
  for await (const batch of readTable(file(), shape)) {
    count += batch.length;
    for (const { cells } of batch) sum += Number(cells[4]);
    assert.ok(batch.every(({ cells, fault }) => !fault && cells[2] === 'single; or not'));
  }
  assert.deepEqual([shape.delimiter, count, sum], [';', 45_211, (7 * 45_211 * 45_210) / 2]);
});

test('reads no more of a source than the sample needs, and closes it', async () => {
  let pulled = 0;
  let closed = false;
  const endless = async function* () {
    try {
      yield Buffer.from('email,name\n');
      for (;;) {
        pulled++;
        yield Buffer.from('a@b.co,Ann\n'.repeat(1000));
      }
    } finally {
      closed = true;
    }
  };
  const { rows } = await inspectTable(endless());
  assert.equal(rows.length, 5000);
  assert.ok(pulled < 200 && closed);
});

test('what a person chose is taken as given', async () => {
  const content = async function* () {
    yield Buffer.from('a;b,c\nd;e,f\n');
  };
  const comma = await inspectTable(content(), { delimiter: ',', has_header: false });
  assert.deepEqual(
    comma.rows.map((row) => row.cells),
    [
      ['a;b', 'c'],
      ['d;e', 'f'],
    ],
  );
  const semicolon = await inspectTable(content(), { delimiter: ';', has_header: true });
  assert.deepEqual(
    [semicolon.shape.columns, semicolon.rows[0]?.cells],
    [
      ['a', 'b,c'],
      ['d', 'e,f'],
    ],
  );
});
