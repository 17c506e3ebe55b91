/** Just enough reading of a ClickHouse statement to know where it may run and in which format it answers. */
import { engineError } from './engine-error.ts';

/** Where a statement runs: questions side by side, inserts of sent rows one by one, all other changes one by one. */
export type Lane = 'read' | 'insert' | 'change';

export interface StatementShape {
  lane: Exclude<Lane, 'insert'>;
  /** The format named at the statement's end, undefined when it names none. */
  format: string | undefined;
}

const READING = new Set(['SELECT', 'WITH', 'SHOW', 'DESCRIBE', 'DESC', 'EXISTS', 'EXPLAIN']);
const TRAILING_FORMAT = /\bFORMAT\s+(\w+)\s*;?\s*$/i;

/**
 * @throws EngineError for text without a statement or with a second one, both of which ClickHouse's HTTP interface
 * refuses too.
 */
export function readStatement(sql: string): StatementShape {
  const code = blankOut(sql);
  const keyword = /^[\s(]*([a-z]+)/i.exec(code)?.[1]?.toUpperCase();
  if (keyword === undefined) throw engineError('SYNTAX_ERROR', 'Empty query');
  // Rows may follow an INSERT, and a semicolon in them ends nothing.
  const carriesRows = keyword === 'INSERT' && /\b(VALUES|FORMAT)\b/i.test(code);
  if (!carriesRows && /;\s*\S/.test(code)) {
    throw engineError('SYNTAX_ERROR', 'Multi-statements are not allowed');
  }
  return { lane: READING.has(keyword) ? 'read' : 'change', format: TRAILING_FORMAT.exec(code)?.[1] };
}

/**
 * Points `INSERT INTO … FORMAT x`, whose rows come separately, at the file that holds them.
 * @returns undefined when the statement is not of this form.
 */
export function insertFromFile(sql: string, path: string): string | undefined {
  const target = /^\s*INSERT\s[\s\S]*?(?=(?:\sSETTINGS\s[\s\S]*)?\sFORMAT\s+\w+\s*;?\s*$)/i.exec(blankOut(sql))?.[0];
  if (target === undefined) return undefined;
  return `${sql.slice(0, target.length)} FROM INFILE ${sqlString(path)} COMPRESSION 'none'${sql.slice(target.length)}`;
}

/** A string literal of ClickHouse with exactly this value. */
export function sqlString(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

/** The text with strings, quoted names and comments turned into blanks, each character in its place. */
function blankOut(sql: string): string {
  const blanks =
    /'(?:[^'\\]|\\[\s\S])*(?:'|$)|"(?:[^"\\]|\\[\s\S])*(?:"|$)|`[^`]*(?:`|$)|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g;
  return sql.replace(blanks, (found) => ' '.repeat(found.length));
}
