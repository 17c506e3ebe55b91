/** What every command shares: its options, its help, and how it speaks. */
import { type ParseArgsOptionsConfig, parseArgs, styleText } from 'node:util';

/** A command that was called wrongly: the message goes with the help, and the exit code is 2. */
export class UsageError extends Error {}

export interface CommandIo {
  /** To standard output, one line. */
  say(line: string): void;
  /** To standard error. */
  complain(text: string): void;
  /** To standard error, over the line before; only where a person looks on. */
  progress(line: string): void;
}

/** Runs with what follows the command's name; returns the exit code. */
export type Command = (given: readonly string[], io: CommandIo) => Promise<number>;

/** Reads options and what stands beside them. Throws UsageError for what is unknown or not the number of `operands`. */
export function readOptions<Options extends ParseArgsOptionsConfig>(
  given: readonly string[],
  options: Options,
  operands: readonly string[],
) {
  try {
    const parsed = parseArgs({ args: [...given], options, allowPositionals: true, strict: true });
    if (parsed.positionals.length < operands.length) {
      throw new UsageError(`${operands.slice(parsed.positionals.length).join(' and ')} is missing.`);
    }
    const extra = parsed.positionals[operands.length];
    if (extra !== undefined) throw new UsageError(`"${extra}" is one argument too many.`);
    return { values: parsed.values, operands: parsed.positionals };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError((error as Error).message);
  }
}

type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow';

/** Coloured where standard output is a terminal that wants colours; NO_COLOR turns them off. */
export function styled(style: Style, text: string): string {
  return styleText(style, text, { stream: process.stdout });
}

/** A table with columns as wide as they need to be; numbers stand to the right. */
export function textTable(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string[] {
  const cells = rows.map((row) => row.map((cell) => (typeof cell === 'number' ? cell.toLocaleString('en-US') : cell)));
  const widths = head.map((name, column) => Math.max(name.length, ...cells.map((row) => row[column]?.length ?? 0)));
  const right = head.map((_, column) => rows.some((row) => typeof row[column] === 'number'));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => (right[column] ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd();
  return [styled('dim', `  ${line(head)}`), ...cells.map((row) => `  ${line(row)}`)];
}

export function percent(part: number, whole: number): string {
  return whole === 0 ? '' : `${((100 * part) / whole).toFixed(1)} %`;
}

export function bytesText(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  const power = bytes < 1000 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), units.length - 1);
  const amount = bytes / 1000 ** power;
  return `${power === 0 ? amount : amount.toFixed(1)} ${units[power]}`;
}
