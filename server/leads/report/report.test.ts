import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { inflateSync } from 'node:zlib';
import type { LeadPage } from '#contract/lead-list.ts';
import { type TestApp, testApp } from '../../testing.ts';
import { reportHtml } from './html.ts';
import { type ReportFacts, signed } from './model.ts';
import { reportPdf } from './pdf.ts';
import { wrapped } from './pdf-writer.ts';

let world: TestApp;
let client: string;
const PERIOD = { from: '2026-03-01', to: '2026-03-20' };

const FIRST = ['Anna', 'Bruno', 'Clara', 'Dieter', 'Emilia'];
const LAST = ['Albers', 'Bachmann', 'Conrad', 'Dorn', 'Engel', 'Fuchs', 'Gruber', 'Hartmann'];

before(async () => {
  world = await testApp();
  client = await world.addClient('Acme Heating');
  const source = { name: 'Lead & Sons <b>', kind: 'partner', price_minor: 2500 };
  assert.equal((await world.owner.put(`/api/v1/clients/${client}/sources`, { sources: [source] })).statusCode, 200);
  const leads = Array.from({ length: 40 }, (_, i) => ({
    client_id: client,
    external_id: `L-${i}`,
    email: i < 10 ? `secretperson${i}@mailinator.com` : i < 15 ? 'twicegiven@example.org' : `clear${i}@example.org`,
    // Different people, but for those who are refused anyway.
    name: i < 15 ? 'Wilhelmina Quark' : `${FIRST[i % 5]} ${LAST[Math.floor(i / 5)]}`,
    phone: i === 0 ? '+49 30 901820123' : undefined,
    source: source.name,
    created_at: `2026-03-${String(2 + (i % 18)).padStart(2, '0')}T10:00:00Z`,
  }));
  const delivered = await world.owner.post('/api/v1/marketing/leads', leads);
  assert.equal(delivered.statusCode, 201, delivered.body);
});
after(async () => await world.stop());

async function reportAs(format: 'html' | 'pdf'): Promise<{ body: Buffer; sha256: string; type: string }> {
  const started = await world.owner.post('/api/v1/marketing/leads/reports', {
    client_id: client,
    source: 'Lead & Sons <b>',
    ...PERIOD,
    format,
  });
  assert.equal(started.statusCode, 202, started.body);
  const job = await world.jobEnd(started.json<{ job: { id: string } }>().job.id);
  assert.equal(job.state, 'completed', job.error ?? '');
  const file = await world.owner.get(`/api/v1/jobs/${job.id}/file`);
  assert.equal(file.statusCode, 200);
  return { body: file.rawPayload, sha256: String(job.result?.sha256), type: String(file.headers['content-type']) };
}

/** External ids of the leads that the list of leads says are refused, by the word of the report. */
async function refusals(): Promise<Record<string, string[]>> {
  const list = await world.owner.get(`/api/v1/marketing/leads?client_id=${client}&limit=100`);
  const found: Record<string, string[]> = {};
  for (const lead of list.json<LeadPage>().leads) {
    const kind =
      lead.validation_status === 'fraudulent'
        ? 'Fraudulent'
        : lead.duplicate_of
          ? 'Duplicate'
          : lead.validation_status === 'invalid'
            ? 'Invalid'
            : undefined;
    if (kind) found[kind] = [...(found[kind] ?? []), lead.external_id ?? ''];
  }
  return found;
}

/** The words of a PDF of ours, page after page. */
function wordsOf(pdf: Buffer): string {
  const text = pdf.toString('latin1');
  const streams = [...text.matchAll(/\/Length (\d+) \/Filter \/FlateDecode >>\nstream\n/g)].map((match) => {
    const start = match.index + match[0].length;
    return inflateSync(pdf.subarray(start, start + Number(match[1]))).toString('latin1');
  });
  return streams
    .flatMap((stream) => [...stream.matchAll(/<([0-9a-f]*)> Tj/g)])
    .map(([, hex = '']) => Buffer.from(hex, 'hex').toString('latin1'))
    .join('\n');
}

test('both forms hold the true numbers, name refused leads by id, and nobody in clear', async () => {
  const [html, pdf] = [await reportAs('html'), await reportAs('pdf')];
  assert.match(html.type, /^text\/html/);
  assert.equal(pdf.type, 'application/pdf');
  const page = html.body.toString('utf8');
  const counts = await world.owner.get(
    `/api/v1/marketing/leads/analytics?client_id=${client}&from=${PERIOD.from}&to=${PERIOD.to}&metrics=leads,valid_leads`,
  );
  const totals = counts.json<{ totals: Record<string, { value: number }> }>().totals;
  assert.equal(totals.leads?.value, 40);
  const told = await refusals();
  assert.ok((told.Duplicate?.length ?? 0) > 0, 'five leads share an address, so some repeat another');
  for (const words of [page, wordsOf(pdf.body)]) {
    assert.ok(words.includes('40 leads'), 'how many there were');
    for (const kind of ['Fraudulent', 'Duplicate', 'Invalid', 'Payout held']) {
      const line = new RegExp(`${kind}(?:</td><td class="n">|\\n)(\\d+)(?:</td>|\\n)`);
      assert.equal(words.match(line)?.[1], String(told[kind]?.length ?? 0), kind);
    }
    const refused = Object.values(told).flat();
    for (let i = 0; i < 40; i++) {
      const listed = new RegExp(`\\bL-${i}\\b`).test(words);
      assert.equal(listed, refused.includes(`L-${i}`), `L-${i}`);
    }
    assert.match(words, /1,000\.00/, 'the money of all');
    assert.ok(!/secretperson|twicegiven|Wilhelmina|Quark|901820123/.test(words), 'no personal value');
    assert.match(words, /[•\x95]{3}/, 'masked values are there');
  }
  assert.ok(page.includes('t•••@example.org'));
  assert.ok(page.includes('Lead &amp; Sons &lt;b&gt;') && !page.includes('Sons <b>'));
  assert.ok(!/<script|https?:|src=|@import|url\(/.test(page), 'one file that fetches nothing');
  assert.ok(wordsOf(pdf.body).includes('Lead & Sons <b>'));
  assert.ok(page.includes(html.sha256) && wordsOf(pdf.body).includes(pdf.sha256));
  const { rows } = await world.database.owner.query<{ sha256: string }>(
    "select detail->>'sha256' as sha256 from audit_entry where action = 'report.written' and client_id = $1 order by id",
    [client],
  );
  assert.deepEqual(
    rows.map(({ sha256 }) => sha256),
    [html.sha256, pdf.sha256],
  );
});

test('leads whose payout is held are refused, as long as it is', async () => {
  const words = async () => (await reportAs('html')).body.toString('utf8');
  const heldLine = /Payout held<\/td><td class="n">(\d+)</;
  assert.equal((await words()).match(heldLine)?.[1], '0');
  const refused = Object.values(await refusals()).flat();
  const sound = Array.from({ length: 40 }, (_, i) => `L-${i}`)
    .filter((id) => !refused.includes(id))
    .slice(-2);
  assert.equal(sound.length, 2);
  const { rows } = await world.database.owner.query<{ id: string }>(
    `with decision as (
      insert into finding_decision (client_id, id, finding, action, title, from_day, to_day, filter, leads, salt, decided_by)
      values ($1, gen_random_uuid(), 'x', 'payout_held', 'x', '2026-03-01', '2026-03-02', '{}', 1, $2, 'system:test')
      returning client_id, id
    )
    insert into lead_mark (client_id, decision_id, lead_id, mark)
    select d.client_id, d.id, l.id, 'payout_hold' from decision d join lead l on l.client_id = d.client_id
    where l.external_id = any ($3::text[]) returning decision_id as id`,
    [client, Buffer.alloc(32, 1), sound],
  );
  assert.equal(rows.length, 2);
  const held = await words();
  assert.equal(held.match(heldLine)?.[1], '2');
  for (const id of sound) assert.ok(held.includes(id), id);
});

test('there is no report where the source sent nothing, and none for who may not export', async () => {
  const body = { client_id: client, source: 'Nobody', ...PERIOD, format: 'pdf' };
  assert.equal((await world.owner.post('/api/v1/marketing/leads/reports', body)).statusCode, 404);
  const { browser } = await world.addPerson('read_only', client);
  const refused = await browser.post('/api/v1/marketing/leads/reports', { ...body, source: 'Lead & Sons <b>' });
  assert.equal(refused.statusCode, 403);
});

const FACTS: ReportFacts = {
  client: 'Nordlicht Łódź',
  source: 'Źródło 東京',
  from: '2026-01-01',
  to: '2026-01-31',
  zone: 'Europe/Berlin',
  currency: 'EUR',
  price_minor: undefined,
  made_at: '2026-02-01 09:00',
  job: '01900000-0000-7000-8000-000000000001',
  leads: 500,
  accepted: 100,
  pending: 0,
  refused: { fraudulent: 400, duplicate: 0, invalid: 0, held: 0 },
  days: [{ day: '2026-01-01', leads: 500, refused: 400 }],
  findings: [],
  checks: [],
  listed: Array.from({ length: 400 }, (_, i) => ({
    id: `01900000-0000-7000-8000-${String(i).padStart(12, '0')}`,
    external_id: `seller-${'9'.repeat(40)}-${i}`,
    received: '2026-01-01 10:00',
    refusal: 'fraudulent' as const,
    failed: ['The address was made for one use', 'The form was filled in faster than a person types'],
    email: 'a•••@example.org',
    phone: '+49 •••23',
  })),
};

test('a long list goes on over pages, every lead on it, and the file is well formed', () => {
  const pdf = reportPdf(signed(FACTS), new Date('2026-02-01T08:00:00Z'));
  const text = pdf.toString('latin1');
  const pages = Number(text.match(/\/Count (\d+)/)?.[1]);
  assert.ok(pages > 10, `${pages} pages`);
  const words = wordsOf(pdf);
  assert.ok(words.includes(`page ${pages} of ${pages}`));
  for (const { id } of FACTS.listed) assert.ok(words.replaceAll('\n', '').includes(id), id);
  assert.match(words, /Zród\?o \?\?/, 'letters the fonts lack are told as such');
  // Every offset of the table points at its object.
  const start = Number(text.match(/startxref\n(\d+)/)?.[1]);
  const offsets = [...text.slice(start).matchAll(/^(\d{10}) 00000 n/gm)].map(([, at]) => Number(at));
  for (const [index, at] of offsets.entries()) assert.ok(text.slice(at).startsWith(`${index + 1} 0 obj`), `${index}`);
});

test('the signature changes with every word, and lines keep to their width', () => {
  const one = signed(FACTS);
  const other = signed({ ...FACTS, accepted: 101 });
  assert.notEqual(one.signature, other.signature);
  assert.equal(one.signature, createHash('sha256').update(JSON.stringify(FACTS)).digest('hex'));
  assert.ok(reportHtml(one).includes(one.signature));
  assert.deepEqual(wrapped('aaaa bbbb', { size: 10 }, 25), ['aaaa', 'bbbb']);
  assert.equal(wrapped('x'.repeat(100), { size: 10 }, 50).join(''), 'x'.repeat(100));
});
