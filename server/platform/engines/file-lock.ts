/** A lock the kernel holds for us: it ends with the process, whatever ends it, so it can never be stale. */
import { closeSync, openSync } from 'node:fs';
import koffi from 'koffi';

const LOCK_EXCLUSIVE = 2;
const LOCK_NON_BLOCKING = 4;

/**
 * Takes `flock(2)` on a file (created with mode 0600) without waiting.
 * @returns the open file descriptor that holds the lock, or undefined when another holder exists, be it another
 * process or this one. Closing the descriptor releases it. Children do not inherit it: Node opens files close-on-exec.
 */
export function tryLockFile(path: string): number | undefined {
  const flock = koffi.load(null).func('int flock(int fd, int operation)');
  const descriptor = openSync(path, 'a+', 0o600);
  if (flock(descriptor, LOCK_EXCLUSIVE | LOCK_NON_BLOCKING) === 0) return descriptor;
  const errno = koffi.errno();
  closeSync(descriptor);
  const { EWOULDBLOCK, EAGAIN } = koffi.os.errno;
  if (errno === EWOULDBLOCK || errno === EAGAIN) return undefined;
  throw new Error(`Cannot lock ${path}: flock failed with errno ${errno}. Is the file system a network mount?`);
}
