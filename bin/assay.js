#!/usr/bin/env node
/** Runs the command line under the Node.js that came with Assay, whatever version started this. */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../cli/main.ts', import.meta.url));
const child = spawn(ownNode(), [main, ...process.argv.slice(2)], { stdio: 'inherit' });

// Ctrl-C reaches the child by itself; it decides when to end, and we end with it.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.on('error', (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
child.on('exit', (code, signal) => {
  if (signal === null) process.exit(code);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
});

/** The package "node" brings the program; without it this one will do if it is new enough. */
function ownNode() {
  try {
    return join(dirname(createRequire(import.meta.url).resolve('node/package.json')), 'bin', 'node');
  } catch {
    if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
    process.stderr.write('Assay needs Node.js 24, which "npm ci" installs with it. Run that first.\n');
    process.exit(1);
  }
}
