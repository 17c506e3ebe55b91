import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { DateOrder } from '#contract/import.ts';
import { decideDateOrder } from './date-order.ts';
import { readDate } from './dates.ts';
import { localToUtc } from './time-zone.ts';

const read = (text: string, order: DateOrder = 'auto') => {
  const date = readDate(text, () => order);
  return typeof date === 'string' ? date : new Date(date.ms).toISOString().slice(0, date.zoned ? 24 : 19);
};

test('reads dates as exports and people write them', () => {
  const cases: [string, string, DateOrder?][] = [
    ['2026-03-02', '2026-03-02T00:00:00'],
    ['2026-03-02T10:11:12Z', '2026-03-02T10:11:12.000Z'],
    ['2026-03-02 10:11:12.345+01:00', '2026-03-02T09:11:12.345Z'],
    ['2026-03-02 10:11:12+01', '2026-03-02T09:11:12.000Z'],
    ['2026-03-02 10:11:12 UTC', '2026-03-02T10:11:12.000Z'],
    ['2026/3/2 4:05 PM', '2026-03-02T16:05:00'],
    ['2026. 3. 2.', '2026-03-02T00:00:00'],
    ['20260302', '2026-03-02T00:00:00'],
    ['20260302101112', '2026-03-02T10:11:12'],
    ['31.12.2025', '2025-12-31T00:00:00'],
    ['1.2.2026, 15:04 Uhr', '2026-02-01T15:04:00'],
    ['31/12/2025', '2025-12-31T00:00:00'],
    ['12/31/2025', '2025-12-31T00:00:00'],
    ['31/12/2025', '2025-12-31T00:00:00', 'mdy'],
    ['03/04/2026', 'ambiguous'],
    ['03/04/2026', '2026-04-03T00:00:00', 'dmy'],
    ['03/04/2026', '2026-03-04T00:00:00', 'mdy'],
    ['04/04/2026', '2026-04-04T00:00:00'],
    ['3/4/26 9:05 am', '2026-03-04T09:05:00', 'mdy'],
    ['26/03/04', '2026-03-04T00:00:00', 'ymd'],
    ['March 2, 2026', '2026-03-02T00:00:00'],
    ['Mar 2, 2026 at 3:04:05 PM', '2026-03-02T15:04:05'],
    ['2. März 2026 15:04', '2026-03-02T15:04:00'],
    ['2 de marzo de 2026', '2026-03-02T00:00:00'],
    ['2 février 2026 à 15h04', '2026-02-02T15:04:00'],
    ['2 marca 2026', '2026-03-02T00:00:00'],
    ['2 марта 2026', '2026-03-02T00:00:00'],
    ['02-Mar-26', '2026-03-02T00:00:00'],
    ['Mon, 02 Mar 2026 10:00:00 +0100', '2026-03-02T09:00:00.000Z'],
    ['Mon Mar 02 2026 10:00:00 GMT+0100 (Central European Standard Time)', '2026-03-02T09:00:00.000Z'],
    ['Mon Mar 02 10:00:00 UTC 2026', '2026-03-02T10:00:00.000Z'],
    ['2026年3月2日 10:11', '2026-03-02T10:11:00'],
    ['2026년 3월 2일', '2026-03-02T00:00:00'],
    ['1772445600', '2026-03-02T10:00:00.000Z'],
    ['1772445600000', '2026-03-02T10:00:00.000Z'],
    ['46083.5', '2026-03-02T12:00:00'],
    ['2026-02-30', 'bad'],
    ['31/31/2026', 'bad'],
    ['2026-13-01', 'bad'],
    ['13:45', 'bad'],
    ['yesterday', 'bad'],
    ['12', 'bad'],
    ['0000-00-00', 'bad'],
    ['2026-03-02 25:00', 'bad'],
    ['2026-03-02 10:00 Banana', 'bad'],
    ['1/2/3/4', 'bad'],
  ];
  for (const [text, wanted, order] of cases) assert.equal(read(text, order), wanted, text);
});

test('reads back what each order writes, for every day of two centuries', () => {
  const day = fc.date({ min: new Date('1971-01-01'), max: new Date('2069-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(day, fc.constantFrom('/', '-', '.'), (date, mark) => {
      const iso = date.toISOString().slice(0, 10);
      const [y = '', m = '', d = ''] = iso.split('-');
      assert.equal(read([d, m, y].join(mark), 'dmy'), `${iso}T00:00:00`);
      assert.equal(read([m, d, y].join(mark), 'mdy'), `${iso}T00:00:00`);
      assert.equal(read([y, m, d].join(mark), 'dmy'), `${iso}T00:00:00`);
      assert.equal(read([y.slice(2), m, d].join(mark), 'ymd'), `${iso}T00:00:00`);
      assert.equal(read(date.toUTCString()), date.toISOString().replace(/\.\d{3}/, '.000'));
    }),
  );
});

test('no text makes the reader throw', () => {
  const noise = fc.string({ unit: fc.constantFrom(...'0123456789-/.: TZ+年月日marPM,('), maxLength: 30 });
  fc.assert(
    fc.property(noise, (text) => /^(ambiguous|bad|\d{4}-.*)$/.test(read(text))),
    { numRuns: 5000 },
  );
});

test('proves the order by days above twelve and says how sure it is', () => {
  const german = decideDateOrder(['03/04/2026', '25/04/2026', '26/04/2026', '27/04/2026'], {});
  assert.deepEqual([german.order, german.confidence], ['dmy', 0.99]);
  assert.match(german.why, /3 of 4/);
  assert.equal(decideDateOrder(['03/04/2026', '04/25/2026'], {}).order, 'mdy');
  assert.equal(decideDateOrder(['2026-03-04', 'March 4, 2026'], { country: 'US' }).order, 'auto');
});

test('decides three formats in one column apart', () => {
  const decision = decideDateOrder(['2026-03-04', '31.12.2025', '03.04.2026', '12/31/2025', '03/04/2026'], {});
  assert.deepEqual(decision.by_separator, { '.': 'dmy', '/': 'mdy' });
  const mixed = decideDateOrder(['31/12/2025', '12/31/2025', '03/04/2026'], {});
  assert.equal(mixed.order, 'auto');
  assert.match(mixed.why, /mixes/);
});

test('without proof goes by the run of the rows, the part that varies, and the custom of the country', () => {
  const rising = ['11/01/2026', '12/01/2026', '01/02/2026', '02/02/2026', '03/02/2026'];
  assert.equal(decideDateOrder(rising, { country: 'US' }).order, 'dmy');
  const varying = ['05/03/2026', '01/03/2026', '07/03/2026', '02/03/2026', '04/03/2026'];
  assert.equal(decideDateOrder(varying, { country: 'US' }).order, 'dmy');
  assert.deepEqual(
    [decideDateOrder(['03/04/2026'], { country: 'US' }).order, decideDateOrder(['03/04/2026'], {}).order],
    ['mdy', 'dmy'],
  );
  assert.equal(decideDateOrder(['03/04/2026'], { time_zone: 'America/Chicago' }).order, 'mdy');
  assert.ok(decideDateOrder(['03/04/2026'], {}).confidence <= 0.5);
});

test('local times become UTC, across the changes of the clock', () => {
  const berlin = localToUtc('Europe/Berlin');
  const utc = (zone: (ms: number) => number, local: string) => new Date(zone(Date.parse(`${local}Z`))).toISOString();
  assert.equal(utc(berlin, '2026-01-15T12:00:00'), '2026-01-15T11:00:00.000Z');
  assert.equal(utc(berlin, '2026-07-15T12:00:00'), '2026-07-15T10:00:00.000Z');
  assert.equal(utc(berlin, '2026-03-29T01:59:00'), '2026-03-29T00:59:00.000Z');
  assert.equal(utc(berlin, '2026-03-29T02:30:00'), '2026-03-29T01:30:00.000Z');
  assert.equal(utc(berlin, '2026-10-25T02:30:00'), '2026-10-25T00:30:00.000Z');
  assert.equal(utc(berlin, '2026-10-25T03:00:00'), '2026-10-25T02:00:00.000Z');
  assert.equal(utc(localToUtc('Asia/Kolkata'), '2026-01-15T12:00:00'), '2026-01-15T06:30:00.000Z');
  assert.equal(utc(localToUtc('America/Chicago'), '2026-11-01T01:30:00'), '2026-11-01T06:30:00.000Z');
  assert.throws(() => localToUtc('Mars/Olympus'), RangeError);
});
