import type { KeyObject } from 'node:crypto';
import { sql } from 'kysely';
import { appendLeaves, EMPTY_FRONTIER, type Frontier, rootOf } from '#domain/audit-log/merkle.ts';
import type { Database, Tx } from '../db.ts';
import { type Checkpoint, checkpoints, type Fault } from './checkpoints.ts';
import { ENTRY_TEXT, type EntryText, entryLeaf } from './entry-leaf.ts';
import { headsFileBytes } from './heads-file.ts';

export type AuditVerdict = {
  ok: boolean;
  /** Sealed entries that were looked at. */
  size: number;
  /** Entries that no head covers yet: those of the last second, or of transactions that are still open. */
  unsealed: number;
  /** At most `FAULTS_MAX`, in the order of the log where they have a place in it. */
  faults: Fault[];
};

export const FAULTS_MAX = 1000;
const PAGE = 2000;

type SealedRow = Omit<EntryText, 'id'> & {
  id: string | null;
  position: number;
  entry_id: string;
  position_epoch: string;
  position_ver: string;
  leaf_hash: Buffer;
};

/** Positions since the last head that proved right, with what is stored and what the entries give. */
type Stretch = { position: number; entryId: string; stored: Buffer; computed: Buffer | null }[];

/**
 * Checks every sealed entry against its leaf hash, the leaf hashes against every signed head, and the heads against
 * their copy outside the database. Names changed, deleted and added entries, and a log that was cut short, also when
 * done by the database's owner. What happened before an entry was sealed (a second) cannot be seen.
 * Faults carry a position, counted from 0, and the entry's id where these are known.
 */
export async function verifyAuditLog(
  db: Database,
  publicKey: KeyObject,
  options: { headsFile?: string } = {},
): Promise<AuditVerdict> {
  const faults: Fault[] = [];
  const report = (fault: Fault) => {
    if (faults.length < FAULTS_MAX) faults.push(fault);
  };
  // The file is measured before the snapshot is taken: what is in it by then is in the database too.
  const file = options.headsFile ? { path: options.headsFile, bytes: await headsFileBytes(options.headsFile) } : null;
  return await db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (tx) => {
      await sql`select set_config('assay.clients', '', true), set_config('assay.installation', 'on', true)`.execute(tx);
      const check = treeCheck(report);
      const rows = sealedRows(tx);
      let row = (await rows.next()).value;
      for await (const checkpoint of checkpoints(tx, file, publicKey, report)) {
        while (row && row.position < checkpoint.size) {
          check.take(row);
          row = (await rows.next()).value;
        }
        check.compare(checkpoint);
      }
      for (; row; row = (await rows.next()).value) check.take(row);
      const size = check.finish();
      const unsealed = await checkUnsealed(tx, report);
      return { ok: faults.length === 0, size, unsealed, faults };
    });
}

/** Follows the tree from head to head. */
function treeCheck(report: (fault: Fault) => void) {
  /** Of the stored leaf hashes; null from a gap to the next head whose peaks can be trusted. */
  let tree: Frontier | null = EMPTY_FRONTIER;
  let proven: Frontier | null = EMPTY_FRONTIER;
  let stretch: Stretch = [];
  let next = 0;

  return {
    take(row: SealedRow): void {
      skipTo(row.position);
      next = row.position + 1;
      const found = row.id === null ? null : (row as EntryText);
      const computed = found && entryLeaf(found);
      const fault = (what: string) => report({ position: row.position, entry_id: row.entry_id, what });
      if (found && (found.epoch !== row.position_epoch || found.ver !== row.position_ver)) {
        fault('The transaction noted with its position is not that of the entry.');
      }
      if (!found) fault('The entry was deleted.');
      stretch.push({ position: row.position, entryId: row.entry_id, stored: row.leaf_hash, computed });
      if (tree) tree = appendLeaves(tree, [row.leaf_hash]);
    },

    compare({ size, root, tree: signedTree }: Checkpoint): void {
      skipTo(size);
      if (tree && rootOf(tree).equals(root)) {
        for (const leaf of differing()) report(changed(leaf, 'The entry was changed after it was sealed.'));
      } else if (proven && rootOf(appendLeaves(proven, stretch.map(asComputed))).equals(root)) {
        for (const leaf of differing())
          report(changed(leaf, 'Its leaf hash was changed; the entry is as it was sealed.'));
        tree = appendLeaves(proven, stretch.map(asComputed));
      } else {
        reportBroken(size);
        // Its own peaks let what follows be checked in spite of what went before.
        tree = signedTree;
      }
      proven = tree;
      stretch = [];
    },

    finish(): number {
      for (const leaf of differing()) report(changed(leaf, 'The entry or its leaf hash was changed.'));
      for (const { position, entryId } of stretch) {
        report({ position, entry_id: entryId, what: 'No signed head covers this position.' });
      }
      return next;
    },
  };

  function skipTo(position: number): void {
    if (position === next) return;
    const range = position === next + 1 ? `Position ${next} is` : `Positions ${next} to ${position - 1} are`;
    report({ position: next, entry_id: null, what: `${range} missing from the log.` });
    next = position;
    tree = null;
    proven = null;
  }

  function differing(): Stretch {
    return stretch.filter(({ stored, computed }) => computed && !computed.equals(stored));
  }

  function reportBroken(size: number): void {
    const suspects = differing();
    for (const leaf of suspects) report(changed(leaf, 'The entry or its leaf hash was changed.'));
    const [first] = stretch;
    if (suspects.length > 0 || !first || !proven) return;
    const what =
      stretch.length === 1
        ? 'The entry and its leaf hash were changed together.'
        : `One of the positions ${first.position} to ${size - 1} was changed together with its leaf hash.`;
    report({ position: first.position, entry_id: stretch.length === 1 ? first.entryId : null, what });
  }
}

function asComputed({ stored, computed }: Stretch[number]): Buffer {
  return computed ?? stored;
}

function changed({ position, entryId }: Stretch[number], what: string): Fault {
  return { position, entry_id: entryId, what };
}

async function* sealedRows(tx: Tx): AsyncGenerator<SealedRow, undefined> {
  for (let after = -1; ; ) {
    const { rows } = await sql<SealedRow>`
      select p.position, p.entry_id::text as entry_id, p.leaf_hash,
        p.epoch::text as position_epoch, p.ver::text as position_ver, ${ENTRY_TEXT}
      from audit_position p left join audit_entry e on e.id = p.entry_id
      where p.position > ${after} order by p.position limit ${PAGE}`.execute(tx);
    yield* rows;
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
    after = last.position;
  }
}

/** Counts entries without a position. One that sorts before the last sealed entry was added behind the sealer's back. */
async function checkUnsealed(tx: Tx, report: (fault: Fault) => void): Promise<number> {
  const unsealed = sql`audit_entry e where not exists (select from audit_position p where p.entry_id = e.id)`;
  const last = sql`(select epoch, ver, entry_id from audit_position order by position desc limit 1)`;
  const { rows: late } = await sql<{ id: string }>`
    select e.id::text as id from ${unsealed} and (e.epoch, e.ver, e.id) <= ${last}
    order by e.epoch, e.ver, e.id limit ${FAULTS_MAX}`.execute(tx);
  for (const { id } of late) {
    report({
      position: null,
      entry_id: id,
      what: 'The entry was added among sealed ones, or its position was deleted.',
    });
  }
  const { rows } = await sql<{ entries: number }>`
    select count(*) as entries from ${unsealed} and ((e.epoch, e.ver, e.id) <= ${last}) is not true`.execute(tx);
  return rows[0]?.entries ?? 0;
}
