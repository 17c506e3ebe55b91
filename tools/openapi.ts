/** Writes docs/openapi.json from the running app. Run after a change of the API: `node tools/openapi.ts`. */
import { writeFile } from 'node:fs/promises';
import { testApp } from '../server/testing.ts';

const world = await testApp();
try {
  await writeFile(
    new URL('../docs/openapi.json', import.meta.url),
    `${JSON.stringify(world.app.swagger(), null, 2)}\n`,
  );
} finally {
  await world.stop();
}
