import type { KeyObject } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { Histogram, type Registry } from 'prom-client';
import {
  appendLeaves,
  EMPTY_FRONTIER,
  type Frontier,
  packFrontier,
  rootOf,
  unpackFrontier,
} from '#domain/audit-log/merkle.ts';
import { type Database, inScope, type Tx } from '../db.ts';
import type { Log } from '../log.ts';
import { ENTRY_TEXT, type EntryText, entryLeaf } from './entry-leaf.ts';
import { type Head, isSigned, signHead } from './head.ts';
import { appendHead, mendHeadsFile } from './heads-file.ts';

export type SealerOptions = {
  db: Database;
  secrets: { auditSigningKey: KeyObject; auditPublicKey: KeyObject };
  /** The copy of the heads outside the database, one JSON line each. */
  headsFile: string;
  clock: () => Date;
  log: Log;
  metrics: Registry;
  /** Pause between two sealings. */
  intervalMs?: number;
};

export type Sealer = ReturnType<typeof sealer>;

/** Keeps two servers on one database from sealing at once. */
const SEALING_LOCK = 7264102;
/** Entries of one transaction; working on them holds the event loop for about 20 ms. */
const BATCH_MAX = 2000;

/** Puts finished entries into the Merkle tree, in the order of epoch, transaction and id, and signs each new root. */
export function sealer({ db, secrets, headsFile, clock, log, metrics, intervalMs = 400 }: SealerOptions) {
  const waits = new Histogram({
    name: 'assay_audit_seal_seconds',
    help: 'How long an audit entry stood without a seal, from the beginning of its transaction.',
    buckets: [0.25, 0.5, 1, 2, 5, 30],
    registers: [metrics],
  });
  const stopping = new AbortController();
  let running: Promise<void> | undefined;
  let copyIsMended = false;

  return {
    sealNow,

    /** Seals in the background until `stop`. Faults are logged and tried again. */
    start(): void {
      running ??= run();
    },

    /** Seals what is left and ends. */
    async stop(): Promise<void> {
      stopping.abort();
      await running;
      await sealAndLog();
    },
  };

  /** Seals all entries of finished transactions; how many they were. Does nothing while another server seals. */
  async function sealNow(): Promise<number> {
    if (!copyIsMended) await copyMissingHead();
    copyIsMended = true;
    let total = 0;
    for (;;) {
      const sealed = await inScope(db, { clients: [], installation: true }, sealBatch);
      if (!sealed) return total;
      await appendHead(headsFile, sealed.head);
      for (const at of sealed.written) waits.observe(Math.max(0, sealed.head.at.getTime() - Date.parse(at)) / 1000);
      total += sealed.written.length;
      if (sealed.written.length < BATCH_MAX) return total;
    }
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      await sealAndLog();
      await sleep(intervalMs, undefined, { signal: stopping.signal }).catch(() => {});
    }
  }

  async function sealAndLog(): Promise<void> {
    try {
      await sealNow();
    } catch (err) {
      log.error({ err }, 'the audit log could not be sealed');
    }
  }

  /** A crash between commit and copy leaves the newest head out of the file: it is copied at the next start. */
  async function copyMissingHead(): Promise<void> {
    const inFile = await mendHeadsFile(headsFile);
    const newest = await inScope(db, { clients: [], installation: true }, newestHead);
    if (!newest || newest.size === inFile) return;
    if (newest.size < inFile) {
      log.error({ copied: inFile, size: newest.size }, 'the audit log is shorter than its signed copy says');
    }
    await appendHead(headsFile, newest);
  }

  /** The new head, and when each entry was written that is new under it. */
  async function sealBatch(tx: Tx): Promise<{ head: Head; written: string[] } | null> {
    const lock = await sql<{ held: boolean }>`select pg_try_advisory_xact_lock(${SEALING_LOCK}) as held`.execute(tx);
    if (!lock.rows[0]?.held) return null;
    const before = await sealedTree(tx, secrets.auditPublicKey);
    const entries = await finishedEntries(tx, before.size);
    if (entries.length === 0) return null;
    const leaves = entries.map(entryLeaf);
    const tree = appendLeaves(before, leaves);
    await sql`
      insert into audit_position (position, entry_id, epoch, ver, leaf_hash)
      select ${before.size}::bigint + ordinality - 1, entry_id, epoch, ver::text::xid8, leaf_hash
      from unnest(
        ${entries.map((entry) => entry.id)}::uuid[],
        ${entries.map((entry) => entry.epoch)}::int[],
        ${entries.map((entry) => entry.ver)}::text[],
        ${leaves}::bytea[]
      ) with ordinality as sealed (entry_id, epoch, ver, leaf_hash, ordinality)`.execute(tx);
    const head = signHead(secrets.auditSigningKey, { size: tree.size, root: rootOf(tree), at: clock() });
    await sql`
      insert into audit_head (size, root, peaks, at, signature)
      values (${head.size}, ${head.root}, ${packFrontier(tree)}, ${head.at}, ${head.signature})`.execute(tx);
    return { head, written: entries.map(({ at }) => at) };
  }
}

type HeadRow = Head & { peaks: Buffer };

async function newestHead(tx: Tx): Promise<HeadRow | undefined> {
  const { rows } = await sql<HeadRow>`
    select size, root, peaks, at, signature from audit_head order by size desc limit 1`.execute(tx);
  return rows[0];
}

/** The tree to append to. A head that was tampered with is refused: signing on top of it would bless it. */
async function sealedTree(tx: Tx, publicKey: KeyObject): Promise<Frontier> {
  const head = await newestHead(tx);
  if (!head) return EMPTY_FRONTIER;
  const tree = unpackFrontier(head.size, head.peaks);
  if (!isSigned(publicKey, head) || !rootOf(tree).equals(head.root)) {
    throw new Error(`The head of ${head.size} audit entries is not as it was signed. Run: assay verify`);
  }
  return tree;
}

/**
 * Entries after the last sealed one whose transactions have all ended. Transaction ids below the snapshot's xmin never
 * appear again, so sealing in their order leaves no entry behind.
 */
async function finishedEntries(tx: Tx, size: number): Promise<EntryText[]> {
  const { rows: last } = await sql<{ epoch: number; ver: string; entry_id: string }>`
    select epoch, ver::text as ver, entry_id from audit_position where position = ${size - 1}`.execute(tx);
  if (size > 0 && !last[0]) throw new Error(`Position ${size - 1} of the audit log is gone. Run: assay verify`);
  const { epoch, ver, entry_id } = last[0] ?? { epoch: 0, ver: '0', entry_id: '00000000-0000-0000-0000-000000000000' };
  const { rows } = await sql<EntryText>`
    select ${ENTRY_TEXT} from audit_entry e
    where (e.epoch, e.ver, e.id) > (${epoch}::int, ${ver}::text::xid8, ${entry_id}::uuid)
      and (e.epoch < (select audit_epoch()) or e.ver < pg_snapshot_xmin(pg_current_snapshot()))
    order by e.epoch, e.ver, e.id
    limit ${BATCH_MAX}`.execute(tx);
  return rows;
}
