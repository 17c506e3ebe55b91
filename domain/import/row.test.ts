import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type ColumnTarget, ImportMapping, LEAD_TARGETS } from '#contract/import.ts';
import { LeadCreate } from '#contract/lead.ts';
import { ConstantError, compileMapping, type RowOutcome } from './row.ts';

type Options = Partial<Omit<ImportMapping, 'columns'>>;

/** Maps one row whose columns are named by their targets. */
function map(values: [ColumnTarget, string][], options: Options = {}, source: string | undefined = 'file'): RowOutcome {
  const columns = values.map(([target], column) => ({ column, header: `H${column}`, target }));
  const mapping = ImportMapping.parse({ columns, ...options });
  const run = compileMapping(mapping, { columns: columns.map((column) => column.header) }, { source });
  return run({ row: 2, line: 2, cells: values.map(([, value]) => value) });
}
const leadOf = (outcome: RowOutcome) => ('lead' in outcome ? outcome.lead : assert.fail(JSON.stringify(outcome)));
const rejectsOf = (outcome: RowOutcome) =>
  'rejects' in outcome ? outcome.rejects : assert.fail(JSON.stringify(outcome));
const reasons = (outcome: RowOutcome) => rejectsOf(outcome).map((entry) => `${entry.field}:${entry.reason}`);

test('builds a lead from all kinds of fields', () => {
  const outcome = map(
    [
      ['email', ' ann@example.com '],
      ['phone', "'+49 30 123456"],
      ['source', 'Meta'],
      ['source_details.utm_campaign', 'spring'],
      ['address.country', 'Deutschland'],
      ['revenue', '1.234,56 €'],
      ['conversion_status', 'Gewonnen'],
      ['conversion_date', '02.03.2026 12:00'],
      ['device.mobile_hint', '?1'],
      ['form.seconds_on_form', '1:23'],
      ['consent.channels', 'E-Mail; SMS'],
      ['custom', 'blue'],
      ['ignore', 'gone'],
    ],
    { time_zone: 'Europe/Berlin' },
  );
  assert.deepEqual(leadOf(outcome), {
    email: 'ann@example.com',
    phone: '+49 30 123456',
    source: 'Meta',
    source_details: { utm_campaign: 'spring' },
    address: { country: 'DE' },
    revenue: 1234.56,
    currency: 'EUR',
    conversion_status: 'converted',
    conversion_date: '2026-03-02T11:00:00.000Z',
    device: { mobile_hint: true },
    form: { seconds_on_form: 83 },
    consent: { channels: ['email', 'sms'] },
    custom: { H11: 'blue' },
  });
});

test('bad e-mails, phones and names are findings, not rejects', () => {
  const lead = leadOf(
    map([
      ['email', 'not an address'],
      ['phone', '12'],
      ['name', 'N/A'],
      ['family_name', 'Null'],
    ]),
  );
  assert.deepEqual(lead, { email: 'not an address', phone: '12', name: 'N/A', family_name: 'Null', source: 'file' });
});

test('names every field at fault with the reason', () => {
  assert.deepEqual(reasons(map([['name', 'Ann']])), ['email:no_contact']);
  assert.deepEqual(
    reasons(
      map([
        ['email', 'NULL'],
        ['phone', 'n/a'],
      ]),
    ),
    ['email:no_contact'],
  );
  assert.deepEqual(reasons(map([['email', 'a@b.co']], {}, '')), ['source:no_source']);
  const outcome = map([
    ['email', 'a@b.co'],
    ['created_at', '31/31/2026'],
    ['clicked_at', '03/04/2026'],
    ['revenue', '-5'],
    ['conversion_status', 'banana'],
    ['company', 'x'.repeat(301)],
  ]);
  assert.deepEqual(reasons(outcome), [
    'created_at:bad_date',
    'clicked_at:ambiguous_date',
    'revenue:negative_number',
    'conversion_status:unknown_status',
    'company:too_long',
  ]);
  assert.ok(rejectsOf(outcome).every((entry) => entry.row === 2 && entry.raw.length <= 500 && entry.message !== ''));
  assert.deepEqual(
    reasons(
      map([
        ['email', 'a@b.co'],
        ['revenue', '(12)'],
      ]),
    ),
    ['revenue:negative_number'],
  );
  assert.deepEqual(
    reasons(
      map([
        ['email', 'a@b.co'],
        ['revenue', 'many'],
      ]),
    ),
    ['revenue:bad_number'],
  );
  assert.deepEqual(reasons(map([['email', 'x'.repeat(321)]])), ['email:too_long']);
});

test('what cannot be read but need not be is kept as a custom field and noted', () => {
  const outcome = map([
    ['email', 'a@b.co'],
    ['address.country', 'Atlantis'],
    ['currency', 'shells'],
    ['form.field_count', 'some'],
    ['email', 'second@b.co'],
  ]);
  assert.deepEqual(leadOf(outcome).custom, { H1: 'Atlantis', H2: 'shells', H3: 'some', H4: 'second@b.co' });
  assert.deepEqual('notes' in outcome && outcome.notes.map((note) => note.reason), [
    'unknown_country',
    'unknown_currency',
    'unread_value',
    'second_value',
  ]);
});

test('constants and defaults fill what no column gives', () => {
  const constants = { source: 'Fair', currency: 'usd' };
  assert.deepEqual(
    leadOf(
      map(
        [
          ['email', 'a@b.co'],
          ['source', ''],
        ],
        { constants, default_country: 'FR' },
      ),
    ),
    {
      email: 'a@b.co',
      source: 'Fair',
      currency: 'USD',
      address: { country: 'FR' },
    },
  );
  assert.equal(
    leadOf(
      map([
        ['email', 'a@b.co'],
        ['source_details.utm_source', 'google'],
      ]),
    ).source,
    'google',
  );
  assert.throws(() => map([['email', 'a@b.co']], { constants: { created_at: 'never' } }), ConstantError);
  assert.throws(
    () =>
      map(
        [
          ['email', 'a@b.co'],
          ['created_at', ''],
        ],
        { time_zone: 'Mars/Olympus' },
      ),
    RangeError,
  );
});

test('columns the mapping does not name, twins and hostile headers are kept', () => {
  const mapping = ImportMapping.parse({ columns: [{ column: 0, header: 'email', target: 'email' }] });
  const run = compileMapping(
    mapping,
    { columns: ['email', 'Note', 'Note', '', '__proto__', 'constructor'] },
    { source: 's' },
  );
  const outcome = run({ row: 2, line: 2, cells: ['a@b.co', '1', '2', '3', '4', '5'], extra: [['__proto__', '6']] });
  assert.deepEqual(
    Object.entries(leadOf(outcome).custom ?? {}),
    Object.entries({ Note: '1', 'Note (2)': '2', 'Column 4': '3', _proto_: '6', constructor: '5' }),
  );
  assert.deepEqual(reasons(run({ row: 3, line: 3, cells: ['a@b.co', '', '', '', '', '', '', 'x'] })), [
    ':too_many_cells',
  ]);
  assert.ok('lead' in run({ row: 4, line: 4, cells: ['a@b.co', '', '', '', '', '', '', ' '] }));
  assert.ok('lead' in run({ row: 5, line: 5, cells: ['a@b.co'] }));
});

test('every lead that comes out fits the schema, whatever went in', () => {
  const cell = fc.oneof(
    fc.constantFrom(
      'a@b.co',
      '+1 212 555 0100',
      '2026-03-02',
      '31/12/2025',
      '12,5',
      '-3',
      'won',
      'DE',
      'yes',
      'email',
      '',
    ),
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.integer({ min: 1, max: 6000 }).map((length) => 'x'.repeat(length)),
  );
  const target = fc.constantFrom<ColumnTarget>(...LEAD_TARGETS, 'custom');
  const row = fc.array(fc.tuple(target, cell), { minLength: 1, maxLength: 12 });
  const client_id = '01890a5d-ac96-774b-bcce-b302099a8057';
  let leads = 0;
  fc.assert(
    fc.property(row, (values) => {
      const outcome = map([['email', 'a@b.co'], ...values]);
      if (!('lead' in outcome)) return assert.ok(outcome.rejects.length > 0);
      leads++;
      LeadCreate.parse({ client_id, ...outcome.lead });
    }),
    { numRuns: 3000 },
  );
  assert.ok(leads > 200);
});

test('a date that contradicts the order of its column is read and noted', () => {
  const outcome = map(
    [
      ['email', 'a@b.co'],
      ['created_at', '03/13/2026'],
      ['clicked_at', '13/03/2026'],
    ],
    { date_order: 'dmy' },
  );
  assert.equal(leadOf(outcome).created_at, '2026-03-13T00:00:00.000Z');
  assert.deepEqual('notes' in outcome && outcome.notes.map((note) => `${note.field}:${note.reason}`), [
    'created_at:other_date_order',
  ]);
});
