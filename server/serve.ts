/** Runs a server until a signal ends it. */
import type { Server } from './start.ts';

/**
 * Starts a server and ends it in order at SIGINT (Ctrl-C) or SIGTERM; the process ends with it. A signal that comes
 * while it starts is obeyed once it has started, because engines that nobody knows yet could not be ended. A second
 * signal ends the process at once.
 */
export async function serve(start: () => Promise<Server>): Promise<void> {
  let ending = false;
  let server: Server | undefined;
  const stop = (running: Server): void => {
    running.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${(error as Error).stack}\n`);
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (ending) process.exit(1);
      ending = true;
      process.stdout.write('Stopping…\n');
      if (server) stop(server);
    });
  }
  try {
    server = await start();
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exit(1);
  }
  if (ending) stop(server);
}
