/** `assay rotate-keys` */
import { append } from '../server/platform/audit-log/append.ts';
import { inScope, openDatabase, openPool } from '../server/platform/db.ts';
import { destroyOldKeys, type RotateInput, rotateKeys } from '../server/platform/rotate/rotate.ts';
import { loadSecrets } from '../server/platform/secrets.ts';
import { type CommandIo, readOptions } from './command.ts';
import { withInstallation } from './open.ts';

export const ROTATE_KEYS_HELP = `assay rotate-keys [--destroy-old]

Adds a key and seals every personal record anew under it. Stop the server first. Interrupted, it goes on where it was
when called again. Old keys stay, since backups made before need them.

  --destroy-old   adds no key: finishes an interrupted rotation, then destroys every key but the newest. Backups made
                  before the rotation cannot be restored any more; for people erased since, that is the point.

Bring the copy of the keys up to date afterwards, with the next "assay backup --keys". Files of the blob store have a
key of their own, which stays. Exit code: 0 when done, 1 when not, 2 for a wrong call.`;

const OPTIONS = { 'destroy-old': { type: 'boolean' } } as const;

export async function rotateKeysCommand(given: readonly string[], io: CommandIo): Promise<number> {
  const { values } = readOptions(given, OPTIONS, []);
  return await withInstallation(async ({ installation: { held, ownerUrl, secrets, path } }) => {
    if (held === undefined) throw new Error(`A server holds ${path}. Stop it first: it would not know the new key.`);
    const input: RotateInput = {
      ownerUrl,
      secrets: () => loadSecrets(secrets.dir),
      progress: (rows) => io.progress(`${rows.toLocaleString('en-US')} rows`),
    };
    if (values['destroy-old']) {
      const destroyed = await destroyOldKeys(input);
      await note(ownerUrl, 'keys.destroyed', { epochs: destroyed });
      io.say(
        destroyed.length === 0 ? 'There is no older key.' : `Destroyed the keys of epoch ${destroyed.join(', ')}.`,
      );
      return 0;
    }
    const { epoch, resumed, records } = await rotateKeys(input);
    await note(ownerUrl, 'keys.rotated', { epoch, records });
    const before = resumed ? 'Finished an interrupted rotation: ' : '';
    io.say(
      `${before}${records.toLocaleString('en-US')} records sealed anew; everything is under key epoch ${epoch} now.`,
    );
    return 0;
  });
}

async function note(ownerUrl: string, action: string, detail: { [key: string]: number | number[] }): Promise<void> {
  const db = openDatabase(openPool({ url: ownerUrl, max: 1, applicationName: 'assay-rotate' }));
  try {
    await inScope(db, { clients: [], installation: true }, (tx) =>
      append(tx, {
        clientId: null,
        actor: { kind: 'system', id: null },
        action,
        object: { type: 'keys', id: null },
        detail,
      }),
    );
  } finally {
    await db.destroy();
  }
}
