/** Audit entries of what people do to people, keys and clients. */

import type { Principal } from '../platform/access.ts';
import { type AuditEntry, append } from '../platform/audit-log/append.ts';
import type { Connection } from '../platform/db.ts';

/** Who did something, from where. */
export interface Actor {
  principal: Principal;
  ip: string;
}

type What = Pick<AuditEntry, 'action' | 'object' | 'detail'> & { clientId?: string };

/** Appends what an actor did, in the transaction that did it. */
export async function note(tx: Connection, { principal, ip }: Actor, { clientId, ...what }: What): Promise<void> {
  await append(tx, {
    ...what,
    clientId: clientId ?? null,
    actor: { kind: principal.kind, id: principal.id },
    ip,
  });
}
