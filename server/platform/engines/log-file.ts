import { type FileHandle, open, rename, stat } from 'node:fs/promises';

const MAX_BYTES = 8 * 1024 ** 2;

/** Opens a child's log for appending, mode 0600. A log grown past 8 MiB becomes `<path>.old` first, in place of the last. */
export async function openLogFile(path: string): Promise<FileHandle> {
  const size = await stat(path).then(
    (file) => file.size,
    () => 0,
  );
  if (size > MAX_BYTES) await rename(path, `${path}.old`);
  return open(path, 'a', 0o600);
}
