import type { KeyObject } from 'node:crypto';
import { sql } from 'kysely';
import { type Frontier, rootOf, unpackFrontier } from '#domain/audit-log/merkle.ts';
import type { Tx } from '../db.ts';
import { type Head, isSigned } from './head.ts';
import { readHeads } from './heads-file.ts';

/** What is wrong, at which position (counted from 0) and with which entry, where these are known. */
export type Fault = { position: number | null; entry_id: string | null; what: string };

/** A size whose root is known by signature, from the database, the copy, or both; the tree when its peaks fit. */
export type Checkpoint = { size: number; root: Buffer; tree: Frontier | null };

type StoredHead = Head & { tree: Frontier | null };

const PAGE = 2000;

/**
 * The signed heads of the database and of the copy outside it, by rising size. Reports heads that nobody signed, and
 * where the two differ.
 */
export async function* checkpoints(
  tx: Tx,
  file: { path: string; bytes: number } | null,
  publicKey: KeyObject,
  report: (fault: Fault) => void,
): AsyncGenerator<Checkpoint> {
  const fault = (what: string) => report({ position: null, entry_id: null, what });
  const stored = storedHeads(tx, publicKey, fault);
  const copied = copiedHeads(file, publicKey, fault);
  let inDatabase = (await stored.next()).value;
  let inFile = (await copied.next()).value;
  while (inDatabase || inFile) {
    const size = Math.min(inDatabase?.size ?? Number.POSITIVE_INFINITY, inFile?.size ?? Number.POSITIVE_INFINITY);
    const here = inDatabase?.size === size ? inDatabase : null;
    const there = inFile?.size === size ? inFile : null;
    if (!here) fault(`The head of ${size} entries is in the copy of the heads and not in the database.`);
    if (here && there && !here.root.equals(there.root)) {
      fault(`The head of ${size} entries is signed twice, with another root in the copy of the heads.`);
    }
    const { root } = (there ?? here)!;
    yield { size, root, tree: here?.root.equals(root) ? here.tree : null };
    if (here) inDatabase = (await stored.next()).value;
    if (there) inFile = (await copied.next()).value;
  }
}

async function* storedHeads(
  tx: Tx,
  publicKey: KeyObject,
  fault: (what: string) => void,
): AsyncGenerator<StoredHead, undefined> {
  for (let after = 0; ; ) {
    const { rows } = await sql<Head & { peaks: Buffer }>`
      select size, root, peaks, at, signature from audit_head
      where size > ${after} order by size limit ${PAGE}`.execute(tx);
    for (const head of rows) {
      if (!isSigned(publicKey, head)) {
        fault(`The head of ${head.size} entries in the database is not signed by this installation.`);
        continue;
      }
      const tree = treeOf(head);
      if (!tree) fault(`The peaks of the head of ${head.size} entries were changed.`);
      yield { ...head, tree };
    }
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
    after = last.size;
  }
}

/** The tree that the peaks make, when it has the signed root. */
function treeOf({ size, root, peaks }: Head & { peaks: Buffer }): Frontier | null {
  try {
    const tree = unpackFrontier(size, peaks);
    return rootOf(tree).equals(root) ? tree : null;
  } catch {
    return null;
  }
}

async function* copiedHeads(
  file: { path: string; bytes: number } | null,
  publicKey: KeyObject,
  fault: (what: string) => void,
): AsyncGenerator<Head, undefined> {
  if (!file) return;
  let size = 0;
  for await (const { line, head } of readHeads(file.path, file.bytes)) {
    if (!head || !isSigned(publicKey, head)) fault(`Line ${line} of the copy of the heads is not a signed head.`);
    else if (head.size < size)
      fault(`Line ${line} of the copy of the heads is of an earlier size than the one before.`);
    else if (head.size > size) {
      size = head.size;
      yield head;
    }
  }
}
