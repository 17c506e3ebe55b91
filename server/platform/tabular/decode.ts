/** Bytes to text, chunk by chunk, in any encoding; wrong bytes become U+FFFD and are reported by the readers. */
import iconv from 'iconv-lite';
import { TableError } from './table-error.ts';

const PIECE_BYTES = 262_144;

/** Decodes bytes at once, for sniffing. Throws TableError for an encoding we do not know. */
export function decodeBytes(bytes: Uint8Array, encoding: string): string {
  return iconv.decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), known(encoding));
}

/**
 * Decodes a stream of bytes into pieces of text of at most 256 kB of input each; a byte order mark is left out.
 * Throws TableError for an encoding we do not know.
 */
export async function* decodeStream(source: AsyncIterable<Uint8Array>, encoding: string): AsyncGenerator<string> {
  const decoder = iconv.getDecoder(known(encoding), { stripBOM: true });
  for await (const chunk of source) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
      const text = decoder.write(bytes.subarray(at, at + PIECE_BYTES));
      if (text !== '') yield text;
    }
  }
  const rest = decoder.end();
  if (rest) yield rest;
}

function known(encoding: string): string {
  if (iconv.encodingExists(encoding)) return encoding;
  throw new TableError('unknown_encoding', `The encoding ${encoding} is not known.`);
}
