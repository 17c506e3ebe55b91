/** Writes Parquet by row groups, each sent on as soon as it is full. */
import type { Writable } from 'node:stream';
import type { DecodedArray, SchemaElement } from 'hyparquet';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { close, send } from './sink.ts';
import type { OutCell, OutColumn, TableWriter } from './write-table.ts';

const GROUP_ROWS = 20_000;
const ELEMENTS: Record<OutColumn['type'], Pick<SchemaElement, 'type' | 'converted_type'>> = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  number: { type: 'DOUBLE' },
  time: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' },
  bool: { type: 'BOOLEAN' },
};

export function parquetWriter(columns: readonly OutColumn[], sink: Writable): TableWriter {
  const bytes = new ByteWriter(1 << 20);
  const names = uniqueNames(columns);
  const schema: SchemaElement[] = [
    { name: 'root', num_children: columns.length },
    ...columns.map(({ type }, index) => ({
      name: names[index]!,
      repetition_type: 'OPTIONAL' as const,
      ...ELEMENTS[type],
    })),
  ];
  const file = new ParquetWriter({ writer: bytes, schema, createdBy: 'assay' });
  let group: OutCell[][] = columns.map(() => []);

  async function drain(): Promise<void> {
    const chunk = bytes.getBytes().slice();
    // `offset` goes on counting, which the footer needs; only the buffer starts anew.
    bytes.index = 0;
    if (chunk.length > 0) await send(sink, chunk);
  }

  async function writeGroup(): Promise<void> {
    const count = group[0]?.length ?? 0;
    if (count === 0) return;
    const columnData = columns.map((_, index) => ({
      name: names[index]!,
      data: group[index] as DecodedArray,
      offsetIndex: false,
    }));
    group = columns.map(() => []);
    await file.write({ columnData, rowGroupSize: count });
    await drain();
  }

  return {
    async write(rows) {
      for (const row of rows) {
        for (const [index, { type }] of columns.entries()) group[index]!.push(typed(row[index], type));
        if (group[0]!.length >= GROUP_ROWS) await writeGroup();
      }
    },
    async end() {
      await writeGroup();
      await file.finish();
      await drain();
      await close(sink);
    },
  };
}

/** A Parquet column holds one type only. */
function typed(value: OutCell, type: OutColumn['type']): OutCell {
  if (value === null || value === undefined || value === '') return type === 'text' ? (value ?? undefined) : undefined;
  if (type === 'number') return Number.isFinite(Number(value)) ? Number(value) : undefined;
  if (type === 'bool') return typeof value === 'boolean' ? value : undefined;
  if (type === 'text') return value instanceof Date ? value.toISOString() : String(value);
  const time = value instanceof Date ? value : new Date(String(value));
  return Number.isNaN(time.getTime()) ? undefined : time;
}

function uniqueNames(columns: readonly OutColumn[]): string[] {
  const used = new Set<string>();
  return columns.map(({ name }) => {
    let unique = name;
    for (let twin = 2; used.has(unique); twin++) unique = `${name} (${twin})`;
    used.add(unique);
    return unique;
  });
}
