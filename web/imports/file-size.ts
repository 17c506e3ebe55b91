import { dec, int } from '../ui/format.ts';

/** Bytes in the unit that keeps the number short: 812 B, 4.2 MB. */
export function fileSize(bytes: number): string {
  if (bytes < 1000) return `${int(bytes)} B`;
  const units = ['kB', 'MB', 'GB'];
  let value = bytes / 1000;
  let at = 0;
  while (value >= 999.95 && at < units.length - 1) {
    value /= 1000;
    at++;
  }
  return `${value < 10 ? dec(value, 1) : int(value)} ${units[at]}`;
}
