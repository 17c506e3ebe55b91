/** Keeps what Node has compiled of the code on disk, for the next start and for the threads that work jobs. */
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

/** Whoever can write here can write the code itself, so nothing is trusted that was not before. */
const FOLDER = fileURLToPath(new URL('../node_modules/.cache/assay', import.meta.url));

/**
 * To be called before the code that is to be kept is loaded. Threads and child processes find the folder in the
 * environment; one that is named there already stays. Where it cannot be written, all works as without.
 */
export function keepCompiledCode(): void {
  // biome-ignore lint/style/noProcessEnv: Node's own setting, which threads and children read at their start.
  process.env.NODE_COMPILE_CACHE ??= FOLDER;
  enableCompileCache();
}
