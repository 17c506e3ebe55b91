/** One thread's share of an import: prepares its chunks ahead and writes each when its turn comes. */
import { sql } from 'kysely';
import { type JobTools, STATEMENT_MS } from '../jobs/tools.ts';
import { loadContext } from '../leads/context.ts';
import { inScope, openPreparedDatabase, type Scope } from '../platform/db.ts';
import { dnsFacts, systemResolver } from '../platform/dns.ts';
import { chunksOf, type ImportSource, type Lane } from './chunks.ts';
import { findImport, openPlan } from './queries.ts';
import { openTurns } from './turns.ts';
import { writeChunk } from './write-chunk.ts';

export interface LaneTask {
  clientId: string;
  jobId: string;
  importId: string;
  /** The last row that an earlier run wrote. */
  afterRow: number;
  lane: Lane;
  turns: SharedArrayBuffer;
  databaseUrl: string;
}

/** Reads what an import is about; undefined when the import or its mapping is gone. */
export async function loadSource(
  deps: JobTools['deps'],
  scope: Scope,
  clientId: string,
  importId: string,
): Promise<ImportSource | undefined> {
  return await inScope(deps.db, scope, async (tx) => {
    const file = await findImport(tx, importId);
    if (file === undefined) return undefined;
    const { file_name, reading } = openPlan(deps.vault, file);
    return reading && { file, plan: { file_name, reading }, context: await loadContext(tx, clientId) };
  });
}

/** After the first chunk, and whenever the import is four times as large: plans made without statistics read whole tables. */
async function refreshStatistics(db: JobTools['deps']['db']): Promise<void> {
  await sql`select refresh_statistics()`.execute(db);
}

/** Works the lane to the end of the file. On any fault all lanes stop; the lane at fault throws it. */
export async function runLane(
  deps: JobTools['deps'],
  scope: Scope,
  source: ImportSource,
  task: LaneTask,
): Promise<void> {
  const turns = openTurns(task.turns);
  const dns = deps.dns ? dnsFacts(systemResolver(), Date.now) : undefined;
  // Every chunk asks the same questions: to plan them takes longer than to answer some of them.
  const db = openPreparedDatabase({
    url: task.databaseUrl,
    max: 1,
    applicationName: 'assay-import',
    statementTimeout: STATEMENT_MS,
  });
  const writer = { db, deps, scope, jobId: task.jobId, source, dns };
  let pending: Promise<void> | undefined;
  try {
    for await (const chunk of chunksOf(deps, source, task.afterRow, task.lane)) {
      await pending;
      pending = turns.comes(chunk.number).then(async () => {
        if (chunk.read > 0) await writeChunk(writer, chunk);
        if (Number.isInteger(Math.log2(chunk.number + 1) / 2)) await refreshStatistics(deps.db);
        turns.done(chunk.number);
      });
      // A fault is met when the write is awaited; until then it must not count as unhandled.
      pending.catch(() => turns.stop());
    }
    await pending;
  } catch (error) {
    turns.stop();
    await pending?.catch(() => {});
    throw error;
  } finally {
    await db.destroy();
  }
}
