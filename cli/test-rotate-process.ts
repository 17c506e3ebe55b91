/** A rotation as a process of its own, for a test to kill: `OWNER-URL SECRETS-DIR ROWS-PER-TRANSACTION SLOW-AFTER-ROWS`. */
import { rotateKeys } from '../server/platform/rotate/rotate.ts';
import { loadSecrets } from '../server/platform/secrets.ts';

const [ownerUrl = '', dir = '', chunk = '', slowAfter = ''] = process.argv.slice(2);
/** A pause after each step, so that whoever means to kill it comes before its end. */
const PAUSE_MS = 100;
const clock = new Int32Array(new SharedArrayBuffer(4));

await rotateKeys({
  ownerUrl,
  secrets: () => loadSecrets(dir),
  chunk: Number(chunk),
  progress: (rows) => {
    process.stdout.write(`${rows}\n`);
    if (rows >= Number(slowAfter)) Atomics.wait(clock, 0, 0, PAUSE_MS);
  },
});
