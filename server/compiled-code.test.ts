import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { temporaryDataDir } from '../test/installation.ts';
import { childEnvironment } from './config.ts';

const COMMAND = fileURLToPath(new URL('../cli/main.ts', import.meta.url));

function help(folder: string) {
  const env = { ...childEnvironment(), NODE_COMPILE_CACHE: folder };
  return spawnSync(process.execPath, [COMMAND, '--help'], { env, encoding: 'utf8' });
}

test('what a command compiled is kept for the next, and where nothing can be kept it works all the same', async () => {
  const data = await temporaryDataDir();
  try {
    const folder = join(data.path, 'compiled');
    const kept = help(folder);
    assert.equal(kept.status, 0);
    assert.ok((await readdir(folder, { recursive: true })).length > 3);
    const without = help('/dev/null/nowhere');
    assert.deepEqual([without.status, without.stdout, without.stderr], [0, kept.stdout, '']);
  } finally {
    await data.remove();
  }
});
