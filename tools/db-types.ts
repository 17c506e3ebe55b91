/** Writes db/types.ts from a freshly migrated database. Run after every new migration: `node tools/db-types.ts`. */
import { execFileSync } from 'node:child_process';
import { testDatabase } from '../server/platform/testing.ts';

const database = await testDatabase();
try {
  const options = [
    ['--dialect', 'postgres'],
    ['--url', database.ownerUrl],
    ['--type-mapping', '{"int8":"number","numeric":"number","xid8":"string"}'],
    ['--exclude-pattern', 'pgboss.*'],
    ['--out-file', 'db/types.ts'],
    ['--log-level', 'error'],
  ];
  execFileSync('kysely-codegen', options.flat(), { stdio: 'inherit' });
} finally {
  await database.close();
}
