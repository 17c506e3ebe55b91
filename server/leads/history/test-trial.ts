/** A world with injected frauds, brought and swept as any client's leads: who was accused, and of what. Tests and bench only. */
import { FRAUD_KINDS, type FraudKind } from '../../../demo/injected/base.ts';
import { type InjectedWorld, injectedWorld } from '../../../demo/injected/world.ts';
import { CLIENT_TEMPLATES } from '../../../demo/leads.ts';
import { inScope } from '../../platform/db.ts';
import { uuidv7 } from '../../platform/uuid.ts';
import { prepareBatch, storeBatch } from '../batch.ts';
import { loadContext } from '../context.ts';
import { TEST_NOW, type TestWorld } from '../test-world.ts';
import { sweepHistory } from './sweep.ts';

const CHUNK = 1000;

export const TRUTHS = ['honest', 'honest, noisy', ...FRAUD_KINDS] as const;
export type Truth = (typeof TRUTHS)[number];
export const STATUSES = ['valid', 'invalid', 'review', 'fraudulent'] as const;
export type TrialStatus = (typeof STATUSES)[number];
/** Leads by what they are and what the audit says; `review`: one family of signs. Signed: any sign of fraud, whatever else. */
export type Confusion = Record<Truth, Record<TrialStatus | 'signed', number>>;

export interface Trial {
  confusion: Confusion;
  /** External ids of honest leads that were accused, with their flags; and of frauds that were not. */
  accused: { id: string; flags: string[] }[];
  missed: { id: string; kind: FraudKind; flags: string[] }[];
}

/** Runs one trial in a client of its own. */
export async function runTrial(
  world: TestWorld,
  options: { seed: number; count: number; rate: number },
): Promise<Trial> {
  const injected = injectedWorld(options);
  const clientId = await trialClient(world);
  await bring(world, clientId, injected);
  await world.deps.pull.fresh();
  await sweepHistory(world.deps, clientId);
  const { rows } = await world.database.owner.query<{ id: string; status: string; flags: string[] }>(
    'select external_id as id, validation_status as status, flags from lead where client_id = $1',
    [clientId],
  );
  return tally(injected, rows);
}

async function trialClient(world: TestWorld): Promise<string> {
  const { halcyon } = CLIENT_TEMPLATES;
  const id = uuidv7();
  const { owner } = world.database;
  await owner.query(
    'insert into client (id, name, currency, time_zone, country, settings) values ($1, $2, $3, $4, $5, $6)',
    [id, halcyon.name, halcyon.currency, halcyon.timeZone, halcyon.country, JSON.stringify(halcyon.settings)],
  );
  for (const source of halcyon.sources) {
    await owner.query(
      'insert into source (client_id, name, kind, price_minor, max_age_seconds) values ($1, $2, $3, $4, $5)',
      [id, source.name, source.kind, source.price_minor, source.max_age_seconds],
    );
  }
  return id;
}

async function bring({ deps }: TestWorld, clientId: string, { leads }: InjectedWorld): Promise<void> {
  const { db, vault } = deps;
  const scope = { clients: [clientId] };
  const context = await inScope(db, scope, (tx) => loadContext(tx, clientId));
  const bench = { vault, context, ipCountries: undefined, now: TEST_NOW };
  for (let start = 0; start < leads.length; start += CHUNK) {
    const chunk = leads.slice(start, start + CHUNK).map(({ client: _, ...lead }) => ({ ...lead, client_id: clientId }));
    const batch = prepareBatch(bench, chunk);
    await inScope(db, scope, (tx) => storeBatch(tx, bench, batch, { whole: true, actor: 'system:trial' }));
  }
}

const FRAUD_FLAG = /^(E06|P06|N05|B0[1234578]|B10|B11|I01|S02|S03|S05|S06|S07|X04)_/;

function tally(
  { frauds, noisy }: InjectedWorld,
  rows: readonly { id: string; status: string; flags: string[] }[],
): Trial {
  const confusion = Object.fromEntries(
    TRUTHS.map((truth) => [truth, { valid: 0, invalid: 0, review: 0, fraudulent: 0, signed: 0 }]),
  ) as Confusion;
  const trial: Trial = { confusion, accused: [], missed: [] };
  for (const { id, status, flags } of rows) {
    const kind = frauds.get(id);
    const truth: Truth = kind ?? (noisy.has(id) ? 'honest, noisy' : 'honest');
    const signed = flags.some((flag) => FRAUD_FLAG.test(flag));
    confusion[truth][status === 'pending' ? 'review' : (status as TrialStatus)] += 1;
    if (signed) confusion[truth].signed += 1;
    if (truth === 'honest' && signed) trial.accused.push({ id, flags });
    if (kind !== undefined && !signed) trial.missed.push({ id, kind, flags });
  }
  return trial;
}
