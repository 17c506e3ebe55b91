import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { parse } from 'csv-parse/sync';
import { ipCountries, parseCountryRanges } from '#domain/lead-checks/ip/country-ranges.ts';
import { fileOfLeads } from '../demo/csv.ts';
import { CSV_SHAPES } from '../demo/csv-shapes.ts';
import { demoLeads } from '../demo/leads.ts';
import { childEnvironment } from '../server/config.ts';
import { prepareBatch, storeBatch } from '../server/leads/batch.ts';
import { loadContext } from '../server/leads/context.ts';
import { inScope } from '../server/platform/db.ts';
import { testDatabase } from '../server/platform/testing.ts';
import { uuidv7 } from '../server/platform/uuid.ts';
import { vault } from '../server/platform/vault/vault.ts';
import { type AuditedRow, openAudit } from './audit-file.ts';
import { runCommand } from './run.ts';

const ASSAY = join(import.meta.dirname, '..', 'bin', 'assay.js');
const NOW = Date.parse('2026-11-21T12:00:00Z');
let dir: string;
before(async () => {
  dir = await mkdtemp(join(tmpdir(), 'assay-audit-'));
});
after(() => rm(dir, { recursive: true }));

async function demoFile(name: string, count: number): Promise<string> {
  const shape = CSV_SHAPES.find((known) => known.name === name)!;
  const path = join(dir, `${name}-${count}.${shape.format}`);
  const leads = demoLeads({ seed: 3, count, client: shape.client });
  await writeFile(path, Buffer.concat([...fileOfLeads(leads, shape)]));
  return path;
}

/** Runs a command line in this process. */
async function assay(...given: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const said: string[] = [];
  const complaints: string[] = [];
  const io = {
    say: (line: string) => void said.push(line),
    complain: (text: string) => void complaints.push(text),
    progress: () => {},
  };
  const code = await runCommand(given, io);
  return { code, stdout: said.join('\n'), stderr: complaints.join('\n') };
}

test('a file is audited as the server audits it after an import', async () => {
  const path = await demoFile('us', 1500);
  const countries = ipCountries('A list', parseCountryRanges('0.0.0.0/2,US\n64.0.0.0/2,VN\n'));
  const file = await openAudit({ path, country: 'US', now: NOW, ipCountries: countries });
  const rows: AuditedRow[] = [];
  for await (const some of file.rows()) rows.push(...some);
  const database = await testDatabase();
  try {
    const clientId = uuidv7();
    await database.owner.query(
      "insert into client (id, name, currency, time_zone, country) values ($1, 'A', 'USD', 'UTC', 'US')",
      [clientId],
    );
    const leads = rows.flatMap((row) => ('lead' in row ? [{ ...row.lead, client_id: clientId }] : []));
    await inScope(database.db, { clients: [clientId] }, async (tx) => {
      const keys = vault({ keks: [{ epoch: 1, key: Buffer.alloc(32, 1) }], indexKey: Buffer.alloc(32, 2) });
      const bench = { vault: keys, context: await loadContext(tx, clientId), ipCountries: countries, now: NOW };
      await storeBatch(tx, bench, prepareBatch(bench, leads), { whole: true, actor: 'system:test' });
    });
    const { rows: stored } = await database.owner.query(
      `select lead.external_id, lead.validation_status, lead.quality_score::float8, lead.completeness, lead.flags,
         earlier.external_id as duplicate_of
       from lead left join lead earlier on earlier.client_id = lead.client_id and earlier.id = lead.duplicate_of
       where lead.client_id = $1 order by lead.external_id`,
      [clientId],
    );
    const idOfRow = new Map(rows.map((row) => [row.row.row, 'lead' in row ? row.lead.external_id : undefined]));
    const audited = rows
      .flatMap((row) => {
        if ('rejects' in row) return [];
        const { audit, lead, duplicateOf } = row;
        return {
          external_id: lead.external_id,
          validation_status: audit.validation_status,
          quality_score: audit.quality_score,
          completeness: Math.fround(audit.completeness),
          flags: audit.checks.flatMap(({ id, outcome }) => (outcome === 'failed' ? [id] : [])).sort(),
          duplicate_of: duplicateOf === undefined ? null : idOfRow.get(duplicateOf),
        };
      })
      .sort((a, b) => ((a.external_id ?? '') < (b.external_id ?? '') ? -1 : 1));
    const seen = stored.map((row) => ({
      ...row,
      completeness: Math.fround(row.completeness),
      flags: [...row.flags].sort(),
    }));
    assert.deepEqual(audited, seen);
    assert.ok(audited.filter(({ duplicate_of }) => duplicate_of !== null).length > 10, 'duplicates were compared');
    assert.ok(new Set(audited.map(({ validation_status }) => validation_status)).size >= 3);
    assert.ok(
      audited.some(({ flags }) => flags.includes('I04_GEO_MISMATCH')),
      'countries of IP addresses were compared',
    );
  } finally {
    await database.close();
  }
});

for (const shape of ['german', 'french', 'tab-utf16', 'ndjson']) {
  test(`a ${shape} file gives a row of results for every row, and sums that add up`, async () => {
    const path = await demoFile(shape, 600);
    const results = join(dir, `${shape}.results.csv`);
    const { code, stdout } = await assay('audit', path, '--out', results, '--json');
    assert.equal(code, 0);
    const summary = JSON.parse(stdout);
    assert.equal(summary.rows.read, 600);
    assert.equal(summary.rows.audited + summary.rows.rejected, 600);
    const total = (counts: Record<string, number>) => Object.values(counts).reduce((sum, n) => sum + n, 0);
    assert.equal(total(summary.statuses), summary.rows.audited);
    assert.equal(
      summary.sources.reduce((sum: number, source: { leads: number }) => sum + source.leads, 0),
      summary.rows.audited,
    );
    const lines: Record<string, string>[] = parse(await readFile(results), { columns: true, bom: true });
    assert.equal(lines.length, 600);
    assert.equal(lines.filter((line) => line.validation_status === 'valid').length, summary.statuses.valid);
    assert.equal(lines.filter((line) => line.duplicate_of_row !== '').length, summary.duplicates);
    assert.ok(lines.every((line) => line.reason !== ''));
  });
}

test('what the audit prints is what a person needs, without colours in a file', async () => {
  const path = join(dir, 'small.csv');
  await writeFile(
    path,
    'Erstellt am;E-Mail;Telefon;Quelle\n01.11.2026;anna@posteo.de;030 901820;Google\n02.11.2026;anna@posteo.de;;Meta\n32.11.2026;x@posteo.de;;Meta\n',
  );
  // Through the launcher, as npx starts it.
  const { stdout } = await promisify(execFile)(process.execPath, [ASSAY, 'audit', path, '--country', 'de'], {
    cwd: dir,
  });
  assert.match(stdout, /CSV with ";".*3 rows/);
  assert.match(stdout, /Erstellt am +created_at/);
  assert.match(stdout, /2 leads audited/);
  assert.match(stdout, /X01_EXACT_DUP +Seen before +1/);
  assert.match(stdout, /bad_date +created_at +1 +4/);
  assert.equal(stdout.includes('\u001b'), false);
  const results: Record<string, string>[] = parse(await readFile(join(dir, 'small.audit.csv')), {
    columns: true,
    bom: true,
  });
  assert.equal(results[1]?.duplicate_of_row, '2');
  assert.match(results[2]?.reason ?? '', /^Not audited: created_at:/);
});

test('a mapping printed by --json can be changed and given back', async () => {
  const results = ['--json', '--out', join(dir, 'odd.results.csv')];
  const path = join(dir, 'odd.csv');
  await writeFile(path, 'a,b\nanna@posteo.de,Google\n');
  const first = JSON.parse((await assay('audit', path, ...results)).stdout);
  first.mapping.columns[1].target = 'source';
  const mapping = join(dir, 'mapping.json');
  await writeFile(mapping, JSON.stringify(first));
  const again = JSON.parse((await assay('audit', path, ...results, '--mapping', mapping)).stdout);
  assert.deepEqual(
    again.sources.map(({ source }: { source: string }) => source),
    ['Google'],
  );
});

test('a wrong call and a file that is no table say so and exit with 2 and 1', async () => {
  const empty = join(dir, 'empty.csv');
  await writeFile(empty, '');
  const header = join(dir, 'header.csv');
  await writeFile(header, 'email,name\n');
  const cases: [number, RegExp, string[]][] = [
    [2, /FILE is missing/, ['audit']],
    [2, /no command "adit"/, ['adit']],
    [2, /'--speed'/, ['audit', header, '--speed']],
    [2, /two letters/, ['audit', header, '--country', 'Germany']],
    [2, /no mapping/, ['audit', header, '--mapping', header]],
    [2, /may end in/, ['audit', await demoFile('us', 5), '--out', 'x.pdf']],
    [1, /empty/i, ['audit', empty]],
    [1, /no rows below/, ['audit', header]],
    [1, /ENOENT/, ['audit', join(dir, 'absent.csv')]],
  ];
  for (const [expected, message, given] of cases) {
    const { code, stderr } = await assay(...given);
    assert.equal(code, expected, stderr);
    assert.match(stderr, message);
    assert.doesNotMatch(stderr, /at .*\.ts:\d/, 'no stack trace');
  }
  const help = await assay('audit', '--help');
  assert.equal(help.code, 0);
  assert.match(help.stdout, /--mapping/);
});

test('a list of countries of IP addresses is taken from the settings, and a bad one named', async () => {
  const [path, results] = [join(dir, 'abroad.csv'), join(dir, 'abroad.audit.csv')];
  await writeFile(path, 'E-mail,Source,Country,IP address\nanna@posteo.de,Google,DE,113.161.5.5\n');
  const [good, bad] = [join(dir, 'good-list.csv'), join(dir, 'bad-list.csv')];
  await writeFile(good, '"113.160.0.0","113.191.255.255","VN"\n');
  await writeFile(bad, '"113.160.0.0","113.191.255.255","VN"\n"113.192.0.0"\n');
  const run = (env: NodeJS.ProcessEnv) =>
    promisify(execFile)(process.execPath, [ASSAY, 'audit', path, '--out', results], {
      env: { ...childEnvironment(), ...env },
    });
  const flags = async () => {
    const lines: Record<string, string>[] = parse(await readFile(results), { columns: true, bom: true });
    return lines[0]?.flags ?? '';
  };
  await run({});
  assert.doesNotMatch(await flags(), /I04_GEO_MISMATCH/);
  await run({ ASSAY_IP_COUNTRY: good });
  assert.match(await flags(), /I04_GEO_MISMATCH/);
  await assert.rejects(run({ ASSAY_IP_COUNTRY: `${good},${bad}` }), (error: { code: number; stderr: string }) => {
    assert.equal(error.code, 1);
    assert.ok(error.stderr.includes(`ASSAY_IP_COUNTRY: ${bad} cannot be used: line 2: this is neither`), error.stderr);
    assert.doesNotMatch(error.stderr, /at .*\.ts:\d/, 'no stack trace');
    return true;
  });
});
