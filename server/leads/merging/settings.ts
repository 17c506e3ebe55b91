/** The lines between merged unasked, asked and ignored, read and drawn by a person. */
import type { DuplicateSettings } from '#contract/duplicates.ts';
import { actorOf, clientsFor, type Principal, scopeOf } from '../../platform/access.ts';
import { append } from '../../platform/audit-log/append.ts';
import { inScope } from '../../platform/db.ts';
import { refusedField } from '../../platform/errors.ts';
import type { LeadDeps } from '../deps.ts';
import { lockDecisions } from './events.ts';
import { drawLines, duplicateSettings } from './learn.ts';

export async function getDuplicateSettings(
  deps: LeadDeps,
  principal: Principal,
  clientId: string,
): Promise<DuplicateSettings> {
  const clients = clientsFor(principal, 'lead.read', clientId);
  return await inScope(deps.db, scopeOf(principal, clients), (tx) => duplicateSettings(tx, clientId));
}

/** Draws the lines anew. Pairs that change sides are audited again, as a job. Throws 422 for crossed lines. */
export async function saveDuplicateSettings(
  deps: LeadDeps,
  principal: Principal,
  clientId: string,
  settings: DuplicateSettings,
): Promise<DuplicateSettings> {
  const clients = clientsFor(principal, 'scoring.write', clientId);
  if (settings.review_bits > settings.auto_bits) {
    throw refusedField('review_bits', 'must not be above the line from which leads are merged unasked');
  }
  return await inScope(deps.db, scopeOf(principal, clients), async (tx) => {
    await lockDecisions(tx, clientId);
    await drawLines(tx, deps, clientId, settings, { actor: actorOf(principal), now: deps.clock() });
    await append(tx, {
      clientId,
      actor: { kind: principal.kind, id: principal.id },
      action: 'duplicates.settings',
      object: { type: 'client', id: clientId },
      detail: { ...settings },
    });
    return await duplicateSettings(tx, clientId);
  });
}
