/** Streams the XML of a workbook's parts, with bounded memory and no document type. */
import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { SaxesParser } from 'saxes';
import { TableError } from './table-error.ts';

/** Names come without their namespace prefix. Text of one element may come in several calls. */
export type XmlHandlers = {
  open(name: string, attributes: Record<string, string>): void;
  close(name: string): void;
  text(text: string): void;
};

/** Longest single tag or run of text, in bytes; saxes holds it whole. */
const PIECE_MAX = 32_000_000;

/**
 * Feeds a part to the handlers, and yields after each chunk so that the caller can hand on what came of it. Throws
 * TableError `not_a_table` for what is not well-formed, `zip_bomb` for a single text without end.
 */
export async function* streamXml(part: Readable, handlers: XmlHandlers): AsyncGenerator<void> {
  const decoder = new StringDecoder('utf8');
  const parser = new SaxesParser({ xmlns: false, position: false });
  let sinceEvent = 0;
  parser.on('opentag', (tag) => {
    sinceEvent = 0;
    handlers.open(local(tag.name), tag.attributes);
  });
  parser.on('closetag', (tag) => {
    sinceEvent = 0;
    handlers.close(local(tag.name));
  });
  parser.on('text', handlers.text);
  parser.on('cdata', handlers.text);
  parser.on('doctype', () => {
    throw new TableError('not_a_table', 'The workbook declares a document type, which none does.');
  });
  parser.on('error', (cause) => {
    throw new TableError('not_a_table', 'A part of the workbook is not well-formed XML.', { cause });
  });
  for await (const chunk of part as AsyncIterable<Buffer>) {
    sinceEvent += chunk.length;
    if (sinceEvent > PIECE_MAX) throw new TableError('zip_bomb', 'The workbook holds a single text without end.');
    parser.write(decoder.write(chunk));
    yield;
  }
  parser.close();
  yield;
}

/** Reads a whole small part. */
export async function readXml(part: Readable, handlers: XmlHandlers): Promise<void> {
  for await (const _ of streamXml(part, handlers));
}

function local(name: string): string {
  const at = name.indexOf(':');
  return at === -1 ? name : name.slice(at + 1);
}
