/** Writes to a stream no faster than it takes. */
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';

/** Resolves once the stream wants more; rejects when it fails or closes first. */
export async function send(sink: Writable, chunk: string | Uint8Array): Promise<void> {
  if (sink.destroyed) throw sink.errored ?? new Error('the receiver of the file has gone');
  if (sink.write(chunk)) return;
  await new Promise<void>((resolve, reject) => {
    const settle = (error?: Error) => {
      sink.off('drain', onDrain).off('error', settle).off('close', onClose);
      if (error) reject(error);
      else resolve();
    };
    const onDrain = () => settle();
    const onClose = () => settle(new Error('the receiver of the file has gone'));
    sink.on('drain', onDrain).on('error', settle).on('close', onClose);
  });
}

/** Ends the stream and waits until it has taken everything. */
export async function close(sink: Writable): Promise<void> {
  const done = finished(sink, { readable: false });
  sink.end();
  await done;
}
