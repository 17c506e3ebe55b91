/** The calls of a Portuguese bank (Moro, Cortez and Rita 2014; see test/data) as features and outcomes, in order of time. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { categorical, type Feature } from '#domain/prediction/features.ts';
import type { TrainingSet } from '#domain/prediction/train.ts';

/** All 45,211 calls. The file tells their order only, so the instant of a call is its number. */
export function bankCalls(): TrainingSet {
  const text = gunzipSync(readFileSync(new URL('./data/bank-full.csv.gz', import.meta.url))).toString();
  const [head = [], ...rows] = text
    .trim()
    .split('\n')
    .map((line) => line.split(';').map((cell) => cell.replaceAll('"', '').trim()));
  const features = head.slice(0, -1).map((name, column): Feature => {
    const texts = rows.map((row) => row[column] ?? '');
    const values = Float64Array.from(texts, Number);
    return values.every(Number.isFinite) ? { kind: 'numeric', name, values } : categorical(name, texts);
  });
  return {
    table: { rows: rows.length, features },
    label: Uint8Array.from(rows, (row) => (row.at(-1) === 'yes' ? 1 : 0)),
    at: Float64Array.from(rows, (_, place) => place),
    horizon: 0,
  };
}
