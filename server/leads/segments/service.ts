/** Segments of a client: listed, saved in versions, deleted when nothing refers to them. */
import type { Segment, SegmentChange, SegmentSave, SegmentVersions } from '#contract/segment.ts';
import type { SegmentGroup } from '#contract/segment-rules.ts';
import { LEAD_CHECKS } from '#domain/lead-checks/list.ts';
import { segmentFaults, segmentsIn } from '#domain/segments/faults.ts';
import { actorOf, clientsFor, type Principal, scopeOf } from '../../platform/access.ts';
import { append } from '../../platform/audit-log/append.ts';
import { inScope, type Tx } from '../../platform/db.ts';
import { AppError, notFound, refusedField } from '../../platform/errors.ts';
import { uuidv7 } from '../../platform/uuid.ts';
import type { LeadDeps } from '../deps.ts';
import { findSegments, type SegmentEntry } from './book.ts';
import { concealed } from './conceal.ts';
import {
  deleteSegmentRow,
  findSegmentRow,
  findSegmentRows,
  findVersionRows,
  rulesOf,
  type SegmentRow,
  writeSegment,
} from './queries.ts';

/** Segments of one client: more would not fit a menu. */
const SEGMENTS_MAX = 500;
const CHECK_IDS: ReadonlySet<string> = new Set(LEAD_CHECKS.map(({ id }) => id));

export async function listSegments(deps: LeadDeps, principal: Principal, clientId: string): Promise<Segment[]> {
  const clients = clientsFor(principal, 'lead.read', clientId);
  return await inScope(deps.db, scopeOf(principal, clients), async (tx) => {
    return await replies(deps, tx, await findSegmentRows(tx, clientId));
  });
}

export async function getSegment(deps: LeadDeps, principal: Principal, clientId: string, id: string): Promise<Segment> {
  const clients = clientsFor(principal, 'lead.read', clientId);
  return await inScope(deps.db, scopeOf(principal, clients), (tx) => replyOf(deps, tx, clientId, id));
}

/** Saves a new segment. Throws 422 naming each rule at fault, 409 for a name that is taken. */
export async function createSegment(
  deps: LeadDeps,
  principal: Principal,
  clientId: string,
  save: SegmentSave,
): Promise<Segment> {
  const clients = clientsFor(principal, 'lead.write', clientId);
  return await inScope(deps.db, scopeOf(principal, clients), async (tx) => {
    const id = uuidv7();
    const content = await contentOf(deps, tx, clientId, save, id);
    await writeSegment(tx, { ...content, clientId, id, version: 1, by: actorOf(principal) });
    await note(tx, principal, clientId, id, 'segment.created', { version: 1 });
    return await replyOf(deps, tx, clientId, id);
  });
}

/** Saves the next version. Throws 409 when another version came since the one that was edited. */
export async function changeSegment(
  deps: LeadDeps,
  principal: Principal,
  clientId: string,
  id: string,
  { version: edited, ...save }: SegmentChange,
): Promise<Segment> {
  const clients = clientsFor(principal, 'lead.write', clientId);
  return await inScope(deps.db, scopeOf(principal, clients), async (tx) => {
    const row = await findSegmentRow(tx, clientId, id, true);
    if (row === undefined) throw notFound();
    if (edited !== undefined && edited !== row.version) {
      throw new AppError(409, 'segment-changed', `Version ${row.version} was saved meanwhile. Look at it first.`);
    }
    const content = await contentOf(deps, tx, clientId, save, id);
    const version = row.version + 1;
    await writeSegment(tx, { ...content, clientId, id, version, by: actorOf(principal) });
    await note(tx, principal, clientId, id, 'segment.changed', { version });
    return await replyOf(deps, tx, clientId, id);
  });
}

/** Deletes a segment with its versions. Throws 409 while another one refers to it. */
export async function deleteSegment(deps: LeadDeps, principal: Principal, clientId: string, id: string): Promise<void> {
  const clients = clientsFor(principal, 'lead.write', clientId);
  await inScope(deps.db, scopeOf(principal, clients), async (tx) => {
    const segments = await lockedSegments(tx, clientId);
    if (!segments.has(id)) throw notFound();
    const users = [...segments].filter(([other, { rules }]) => other !== id && segmentsIn(rules).includes(id));
    if (users.length > 0) {
      const names = users.map(([, { name }]) => `“${name}”`).join(', ');
      throw new AppError(409, 'segment-in-use', `${names} refers to it. Change that first.`);
    }
    await deleteSegmentRow(tx, clientId, id);
    await note(tx, principal, clientId, id, 'segment.deleted', {});
  });
}

export async function segmentVersions(
  deps: LeadDeps,
  principal: Principal,
  clientId: string,
  id: string,
): Promise<SegmentVersions> {
  const clients = clientsFor(principal, 'lead.read', clientId);
  return await inScope(deps.db, scopeOf(principal, clients), async (tx) => {
    const rows = await findVersionRows(tx, clientId, id);
    if (rows.length === 0) throw notFound();
    const names = await deps.actorNames(
      tx,
      rows.map(({ saved_by }) => saved_by),
    );
    const versions = rows.map((row) => ({
      name: row.name,
      description: row.description,
      rules: rulesOf(row),
      version: row.version,
      saved_by: names.get(row.saved_by) ?? row.saved_by,
      saved_at: row.saved_at.toISOString(),
    }));
    return { versions };
  });
}

/** The rules without typed words. Throws 422 naming every rule at fault. */
export function soundRules(
  deps: LeadDeps,
  clientId: string,
  rules: SegmentGroup,
  segments: ReadonlyMap<string, SegmentEntry>,
  self?: string,
): SegmentGroup {
  const stored = concealed(deps.vault, clientId, rules);
  const errors = segmentFaults(stored, { checks: CHECK_IDS, segments }, self);
  if (errors.length > 0) {
    throw new AppError(422, 'invalid-values', 'The rules cannot be used.', { errors: errors.slice(0, 100) });
  }
  return stored;
}

/** Who saves at the same time takes turns, so that no circle of segments and no name twice can come of it. */
async function lockedSegments(tx: Tx, clientId: string): Promise<ReadonlyMap<string, SegmentEntry>> {
  const client = await tx.selectFrom('client').select('id').where('id', '=', clientId).forUpdate().executeTakeFirst();
  if (client === undefined) throw notFound();
  return await findSegments(tx, [clientId]);
}

async function contentOf(deps: LeadDeps, tx: Tx, clientId: string, save: SegmentSave, id: string) {
  const segments = await lockedSegments(tx, clientId);
  if (segments.size >= SEGMENTS_MAX && !segments.has(id)) {
    throw refusedField('name', `${SEGMENTS_MAX} segments are the most; delete one first`, 409);
  }
  const small = save.name.toLowerCase();
  if ([...segments].some(([other, { name }]) => other !== id && name.toLowerCase() === small)) {
    throw refusedField('name', 'another segment is called so', 409);
  }
  return { ...save, rules: soundRules(deps, clientId, save.rules, segments, id) };
}

async function note(
  tx: Tx,
  principal: Principal,
  clientId: string,
  id: string,
  action: string,
  detail: { version?: number },
): Promise<void> {
  const actor = { kind: principal.kind, id: principal.id };
  await append(tx, { clientId, actor, action, object: { type: 'segment', id }, detail });
}

async function replyOf(deps: LeadDeps, tx: Tx, clientId: string, id: string): Promise<Segment> {
  const row = await findSegmentRow(tx, clientId, id);
  const [reply] = row === undefined ? [] : await replies(deps, tx, [row]);
  if (reply === undefined) throw notFound();
  return reply;
}

async function replies(deps: LeadDeps, tx: Tx, rows: readonly SegmentRow[]): Promise<Segment[]> {
  const actors = [...new Set(rows.flatMap((row) => [row.created_by, row.updated_by]))];
  const names = await deps.actorNames(tx, actors);
  return rows.map((row) => ({
    ...row,
    rules: rulesOf(row),
    created_by: names.get(row.created_by) ?? row.created_by,
    created_at: row.created_at.toISOString(),
    updated_by: names.get(row.updated_by) ?? row.updated_by,
    updated_at: row.updated_at.toISOString(),
  }));
}
