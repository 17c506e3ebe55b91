/** A request repeated with the same Idempotency-Key gets the first answer again, and its effect happens once. */
import { sql } from 'kysely';
import type { Tx } from './db.ts';
import { AppError } from './errors.ts';
import type { Vault } from './vault/vault.ts';

export interface IdempotentRequest {
  clientId: string;
  /** Who asks: keys of two principals never meet. */
  principal: string;
  key: string;
  /** Method, path and body: the same key with another request is an error. */
  content: string;
}

export interface Answer {
  status: number;
  body: unknown;
}

/**
 * Does `work` in the transaction unless this key was answered before. A second request at the same time waits for the
 * first to commit. The stored answer may hold personal data, so it is sealed. Throws 422 when the key was used for
 * another request.
 */
export async function once(
  tx: Tx,
  vault: Vault,
  request: IdempotentRequest,
  work: () => Promise<Answer>,
): Promise<Answer> {
  const { clientId, principal } = request;
  // Callers make keys of what they have at hand, an e-mail address among it; only keyed hashes of theirs are kept.
  const key = vault.blindIndex(clientId, 'idempotency key', request.key).toString('hex');
  const hash = vault.blindIndex(clientId, 'idempotent request', request.content);
  const address = { table: 'idempotency_key', client: clientId, person: `${principal} ${key}` };
  const claimed = await tx
    .insertInto('idempotency_key')
    .values({ client_id: clientId, principal, key, request_hash: hash })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  const mine = tx
    .selectFrom('idempotency_key')
    .selectAll()
    .where('client_id', '=', clientId)
    .where('principal', '=', principal)
    .where('key', '=', key);
  if (claimed.numInsertedOrUpdatedRows === 0n) {
    const before = await mine.executeTakeFirstOrThrow();
    if (!before.request_hash.equals(hash)) {
      throw new AppError(422, 'idempotency-key-reused', 'This Idempotency-Key was used for another request.');
    }
    if (before.status === null || before.salt === null || before.body === null) {
      throw new AppError(409, 'idempotency-key-busy', 'The first request with this Idempotency-Key has no answer yet.');
    }
    return { status: before.status, body: JSON.parse(vault.open(address, before.salt, before.body).toString()) };
  }
  const answer = await work();
  const salt = vault.newSalt();
  await tx
    .updateTable('idempotency_key')
    .set({
      status: answer.status,
      salt,
      body: vault.seal(address, salt, vault.currentEpoch, Buffer.from(JSON.stringify(answer.body))),
    })
    .where('client_id', '=', clientId)
    .where('principal', '=', principal)
    .where('key', '=', key)
    .execute();
  return answer;
}

/** Forgets answers older than a day. */
export async function forgetOldAnswers(tx: Tx): Promise<void> {
  await tx.deleteFrom('idempotency_key').where('created_at', '<', sql<Date>`now() - interval '24 hours'`).execute();
}
