/** A rotation as a process of its own, for a test to kill: `OWNER-URL SECRETS-DIR ROWS-PER-TRANSACTION`. */
import { rotateKeys } from '../server/platform/rotate/rotate.ts';
import { loadSecrets } from '../server/platform/secrets.ts';

const [ownerUrl = '', dir = '', chunk = ''] = process.argv.slice(2);
await rotateKeys({
  ownerUrl,
  secrets: () => loadSecrets(dir),
  chunk: Number(chunk),
  progress: (rows) => process.stdout.write(`${rows}\n`),
});
