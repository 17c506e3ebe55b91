/** The command line, with a terminal or a pipe on its other end. */
import { keepCompiledCode } from '../server/compiled-code.ts';

keepCompiledCode();
const { runCommand } = await import('./run.ts');

// A reader that has seen enough closes the pipe.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
process.exitCode = await runCommand(process.argv.slice(2), {
  say: (line) => void process.stdout.write(`${line}\n`),
  complain: (text) => void process.stderr.write(`${text}\n`),
  progress(line) {
    if (process.stderr.isTTY) process.stderr.write(`\r\u001b[2K${line}`);
  },
});
