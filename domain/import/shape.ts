/** Names the columns of a file and recognises a file of the same make. */
import type { FileShape } from '#contract/import.ts';
import type { Layout } from './sniff.ts';
import type { TableRow } from './table-row.ts';

const NAME_MAX = 1000;

/** The whole shape of a CSV or XLSX table, from its layout and its first rows behind the skipped ones. */
export function tableShape(layout: Layout, rows: readonly TableRow[]): FileShape {
  const first = rows[0]?.cells ?? [];
  const width = layout.has_header ? first.length : Math.max(0, ...rows.map((row) => row.cells.length));
  const columns = Array.from({ length: width }, (_, index) => {
    const name = layout.has_header ? (first[index] ?? '').trim().slice(0, NAME_MAX) : '';
    return name || `Column ${index + 1}`;
  });
  return { ...layout, columns };
}

/** The shape of an NDJSON file: its key paths in the order in which they come. */
export function keyedShape(layout: Layout, keys: readonly string[]): FileShape {
  return { ...layout, has_header: true, columns: keys.map((key) => key.slice(0, NAME_MAX)) };
}

/**
 * The same for all files with the same columns in the same order, whatever their format, delimiter or encoding: the key
 * under which a mapping is remembered. 64-bit FNV-1a in hex.
 * Source: RFC 9923, The FNV Non-Cryptographic Hash Algorithm.
 */
export function shapeFingerprint(shape: Pick<FileShape, 'has_header' | 'columns'>): string {
  const names = shape.columns.map((column) => column.trim().toLowerCase().normalize('NFC'));
  const bytes = new TextEncoder().encode([shape.has_header ? 'named' : 'unnamed', ...names].join('\x1f'));
  let hash = 0xcbf29ce484222325n;
  for (const byte of bytes) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return hash.toString(16).padStart(16, '0');
}
