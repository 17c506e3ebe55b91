import { mkdir, open, opendir, rename, stat, unlink } from 'node:fs/promises';
import path from 'node:path';
import type { Objects } from './objects.ts';

/** Objects as files of mode 0600: `dir/client/ab/abcd…`, so that no directory grows without end. */
export function fileObjects(dir: string): Objects {
  return {
    async place(key, file) {
      const target = fileOf(key);
      const folder = path.dirname(target);
      const made = await mkdir(folder, { recursive: true, mode: 0o700 });
      await rename(file, target);
      await syncDirectory(folder);
      // New directories are durable only once the ones that hold them are.
      for (let parent = folder; made && parent !== path.dirname(made); ) {
        parent = path.dirname(parent);
        await syncDirectory(parent);
      }
    },

    async open(key, tailBytes) {
      const handle = await open(fileOf(key), 'r').catch(absent);
      if (!handle) return null;
      const { size } = await handle.stat();
      const start = Math.max(0, size - tailBytes);
      const tail = Buffer.alloc(size - start);
      await handle.read(tail, 0, tail.length, start);
      return {
        bytes: size,
        tail,
        read: (from, to) =>
          handle.createReadStream({ start: from, end: to - 1, highWaterMark: 256 * 1024, autoClose: false }),
        close: () => handle.close(),
      };
    },

    async remove(key) {
      await unlink(fileOf(key)).then(() => syncDirectory(path.dirname(fileOf(key))), absent);
    },

    async *list(client) {
      const folder = path.join(dir, client);
      const entries = await opendir(folder, { recursive: true }).catch(absent);
      if (!entries) return;
      for await (const entry of entries) {
        if (!entry.isFile()) continue;
        const found = await stat(path.join(entry.parentPath, entry.name)).catch(absent);
        if (found) yield { key: `${client}/${entry.name}`, bytes: found.size };
      }
    },
  };

  function fileOf(key: string): string {
    const [client = '', id = ''] = key.split('/');
    return path.join(dir, client, id.slice(0, 2), id);
  }
}

function absent(cause: NodeJS.ErrnoException): null {
  if (cause.code === 'ENOENT') return null;
  throw cause;
}

async function syncDirectory(dir: string): Promise<void> {
  const handle = await open(dir, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
