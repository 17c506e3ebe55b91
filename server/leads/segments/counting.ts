/** Rules tried before they are saved: how many leads they hold for, and who they are. */
import * as z from 'zod';
import type { SegmentCount, SegmentPreview, SegmentQuestion } from '#contract/segment.ts';
import { compileSegment } from '#domain/segments/compile.ts';
import { clientsFor, type Principal, scopeOf } from '../../platform/access.ts';
import { append } from '../../platform/audit-log/append.ts';
import { ask, SafeInteger } from '../../platform/clickhouse.ts';
import { inScope } from '../../platform/db.ts';
import { findClientFacts } from '../client-facts.ts';
import type { LeadDeps } from '../deps.ts';
import { leadWhere, type Where } from '../filter.ts';
import { readLeads } from '../view.ts';
import { findFilterScope, findSegments } from './book.ts';
import { looksForWords } from './conceal.ts';
import { soundRules } from './service.ts';

/** Leads that a preview shows. */
const SAMPLE = 12;

const CountRow = z.object({ leads: SafeInteger, total: SafeInteger });
const IdRow = z.object({ id: z.string() });

/** How many leads the rules hold for. Throws 422 naming each rule at fault. */
export async function countSegment(
  deps: LeadDeps,
  principal: Principal,
  clientId: string,
  question: SegmentQuestion,
): Promise<SegmentCount> {
  const { everything, inside } = await conditions(deps, principal, clientId, question);
  await deps.pull.fresh();
  return await countOf(deps, everything, inside);
}

/** The count with the newest leads, masked. */
export async function previewSegment(
  deps: LeadDeps,
  principal: Principal,
  clientId: string,
  question: SegmentQuestion,
): Promise<SegmentPreview> {
  const { everything, inside } = await conditions(deps, principal, clientId, question);
  await deps.pull.fresh();
  const params = { ...everything.params, ...inside.params };
  const [count, rows] = await Promise.all([
    countOf(deps, everything, inside),
    ask(
      deps.clickhouse,
      `select id from lead_fact final where ${everything.sql} and ${inside.sql}
        order by created_at desc, id desc limit {sample:UInt32}`,
      { ...params, sample: SAMPLE },
      IdRow,
    ),
  ]);
  const ids = rows.map(({ id }) => id);
  const sample = await inScope(deps.db, scopeOf(principal, [clientId]), (tx) => readLeads(tx, deps.vault, ids, true));
  return { ...count, sample };
}

/** The leads that the filter leaves, and of them those that the rules hold for. */
async function conditions(
  deps: LeadDeps,
  principal: Principal,
  clientId: string,
  { rules, filter = {} }: SegmentQuestion,
): Promise<{ everything: Where; inside: Where }> {
  const clients = clientsFor(principal, 'lead.read', clientId);
  return await inScope(deps.db, scopeOf(principal, clients), async (tx) => {
    const scope = await findFilterScope(tx, clients, filter, deps.clock());
    const segments = await findSegments(tx, clients);
    const sound = soundRules(deps, clientId, rules, segments);
    // Whether somebody of that name is there is told, so it is written down like a search.
    if (looksForWords(sound)) {
      const actor = { kind: principal.kind, id: principal.id };
      await append(tx, {
        clientId,
        actor,
        action: 'lead.searched',
        object: { type: 'segment', id: null },
        detail: { leads: 0 },
      });
    }
    const [facts] = await findClientFacts(tx, clients);
    const context = {
      client: clientId,
      currency: facts?.currency ?? '',
      zone: scope.zone,
      now: scope.segments.now,
      segment: (id: string) => segments.get(id)?.rules,
    };
    return { everything: leadWhere(filter, scope), inside: compileSegment(sound, context, 'r') };
  });
}

async function countOf(deps: LeadDeps, everything: Where, inside: Where): Promise<SegmentCount> {
  const [row] = await ask(
    deps.clickhouse,
    `select countIf(${inside.sql}) as leads, count() as total from lead_fact final where ${everything.sql}`,
    { ...everything.params, ...inside.params },
    CountRow,
  );
  return row ?? { leads: 0, total: 0 };
}
