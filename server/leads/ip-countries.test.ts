/** A list of countries of IP addresses, from its file to the audits: whatever way a lead comes in, the answer is the same. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { LightMyRequestResponse } from 'fastify';
import type { CheckResult, LeadAudit } from '#contract/audit.ts';
import type { ImportRecord, ImportUpload } from '#contract/import.ts';
import { readConfig } from '../config.ts';
import { startServer } from '../start.ts';
import { type TestApp, testApp } from '../testing.ts';
import { readIpCountries } from './ip-countries.ts';

const LEADS = '/api/v1/marketing/leads';
const CHECK = 'I04_GEO_MISMATCH';
let dir: string;
let world: TestApp;
before(async () => {
  dir = await mkdtemp(join(tmpdir(), 'assay-ip-'));
  const [ipv4, ipv6] = [join(dir, 'ipv4.csv'), join(dir, 'ipv6.csv')];
  await writeFile(ipv4, '"87.128.0.0","87.191.255.255","DE"\n"113.160.0.0","113.191.255.255","VN"\n');
  await writeFile(ipv6, 'network,country\n2405:4800::/32,VN\n');
  await utimes(ipv4, 0, Date.parse('2026-11-01T12:00:00Z') / 1000);
  await utimes(ipv6, 0, Date.parse('2026-11-02T12:00:00Z') / 1000);
  const { ipCountryFiles } = readConfig({ ASSAY_IP_COUNTRY: `${ipv4}, ${ipv6}` });
  world = await testApp({ ipCountries: await readIpCountries(ipCountryFiles) });
});
after(async () => {
  await world.stop();
  await rm(dir, { recursive: true });
});

const LIST = 'ipv4.csv, 2026-11-01; ipv6.csv, 2026-11-02';
const IPS = ['87.130.1.2', '113.161.5.5', '2405:4800::17', '9.9.9.9'];
const EXPECTED = ['passed', 'failed', 'failed', 'unknown'];

const leadOf = (client_id: string, ip: string, number: number) => ({
  client_id,
  external_id: `L${number}`,
  email: `anna${number}@posteo.de`,
  source: 'Google',
  address: { country: 'DE' },
  device: { ip },
});

const checkOf = ({ checks }: LeadAudit): CheckResult => checks.find(({ id }) => id === CHECK)!;

function expected(answer: LightMyRequestResponse, status: number): LightMyRequestResponse {
  assert.equal(answer.statusCode, status, answer.body);
  return answer;
}

/** What the check says of the leads L0, L1, … as they are stored. */
async function storedChecks(client: string): Promise<CheckResult[]> {
  const { rows } = await world.database.owner.query<{ id: string }>(
    'select id from lead where client_id = $1 order by length(external_id), external_id limit $2',
    [client, IPS.length],
  );
  const checks: CheckResult[] = [];
  for (const { id } of rows) checks.push(checkOf((await world.owner.get(`${LEADS}/${id}/audit`)).json<LeadAudit>()));
  return checks;
}

async function importRows(client: string, text: string): Promise<void> {
  const { header } = await world.key(['lead.read', 'import.create'], [client]);
  const sent = await world.app.inject({
    method: 'POST',
    url: `/api/v1/imports/uploads?client_id=${client}`,
    headers: { authorization: header, 'content-type': 'application/octet-stream', 'x-file-name': 'leads.csv' },
    payload: text,
  });
  const { upload_id, preview } = expected(sent, 201).json<ImportUpload>();
  const { shape, mapping } = preview;
  const started = await world.owner.post('/api/v1/imports', { client_id: client, upload_id, shape, mapping });
  const { job } = expected(started, 202).json<ImportRecord>();
  const { state, error } = await world.jobEnd(job.id);
  assert.equal(state, 'completed', error ?? '');
}

test('looked at, delivered alone, together, audited again: each way says the same and cites the list', async () => {
  const [alone, together] = [await world.addClient('Alone'), await world.addClient('Together')];
  const looked: CheckResult[] = [];
  for (const [number, ip] of IPS.entries()) {
    const answer = await world.owner.post(`${LEADS}/validate`, leadOf(alone, ip, number));
    looked.push(checkOf(expected(answer, 200).json<LeadAudit>()));
    expected(await world.owner.post(LEADS, leadOf(alone, ip, number)), 201);
  }
  assert.deepEqual(
    looked.map(({ outcome }) => outcome),
    EXPECTED,
  );
  assert.equal(looked[1]?.list, LIST);
  assert.match(looked[1]?.message ?? '', /^The IP address is in VN, but the lead is of DE/);
  assert.match(looked[3]?.message ?? '', /ipv4\.csv, 2026-11-01/);
  assert.deepEqual(await storedChecks(alone), looked);
  expected(
    await world.owner.post(
      LEADS,
      IPS.map((ip, number) => leadOf(together, ip, number)),
    ),
    201,
  );
  assert.deepEqual(await storedChecks(together), looked);
  expected(await world.owner.post(`${LEADS}/audit`, { client_id: together, filter: {} }), 200);
  assert.deepEqual(await storedChecks(together), looked);
});

test('both threads of an import know the list', async () => {
  const client = await world.addClient('Imported');
  // Large enough for two threads, which take two thousand rows in turn.
  const filler = 'x'.repeat(2000);
  const rows = Array.from({ length: 2100 }, (_, number) => {
    return `L${number},anna${number}@posteo.de,Google,DE,${IPS[number % IPS.length]},${filler}\n`;
  });
  await importRows(client, `External ID,E-mail,Source,Country,IP address,Shelf\n${rows.join('')}`);
  const { rows: found } = await world.database.owner.query<{ chunk: number; leads: number; failed: number }>(
    `select substr(external_id, 2)::int / 2000 as chunk, count(*)::int as leads,
       (count(*) filter (where $2 = any(flags)))::int as failed
     from lead where client_id = $1 group by 1 order by 1`,
    [client, CHECK],
  );
  assert.deepEqual(found, [
    { chunk: 0, leads: 2000, failed: 1000 },
    { chunk: 1, leads: 100, failed: 50 },
  ]);
  assert.deepEqual(
    (await storedChecks(client)).map(({ outcome }) => outcome),
    EXPECTED,
  );
});

test('a file that cannot be read, or a bad line, ends the start before anything is begun', async () => {
  const bad = join(dir, 'bad.csv');
  await writeFile(bad, '1.0.0.0,1.0.0.255,AU\n1.0.1.0,1.0.300.255,CN\n');
  const start = (ASSAY_IP_COUNTRY: string) => {
    const config = readConfig({ ASSAY_IP_COUNTRY, ASSAY_DATA: join(dir, 'never'), LOG_LEVEL: 'silent' });
    return startServer(config, { say: () => {} });
  };
  await assert.rejects(start(bad), {
    message: `ASSAY_IP_COUNTRY: ${bad} cannot be used: line 2: "1.0.300.255" is no IP address.`,
  });
  const missing = join(dir, 'missing.csv');
  await assert.rejects(start(`${bad}x,${missing}`), { message: /bad\.csvx cannot be used: ENOENT/ });
  await assert.rejects(start(dir), { message: /cannot be used: EISDIR/ });
});

test('a setting that names no file is a fault of the configuration', () => {
  for (const ASSAY_IP_COUNTRY of [',', 'a.csv,', 'a.csv,,b.csv']) {
    assert.throws(() => readConfig({ ASSAY_IP_COUNTRY }), /ASSAY_IP_COUNTRY: names one file, or several/);
  }
  assert.deepEqual(readConfig({}).ipCountryFiles, []);
  assert.deepEqual(readConfig({ ASSAY_IP_COUNTRY: '' }).ipCountryFiles, []);
  assert.equal(readConfig({ ASSAY_IP_COUNTRY: '/a.csv, /b.csv' }).ipCountryFiles[1], '/b.csv');
});
