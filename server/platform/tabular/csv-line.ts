/** One line of CSV (RFC 4180) that no spreadsheet takes for a formula. */

/** What a spreadsheet evaluates when a cell begins with it (OWASP, CSV Injection). */
const FORMULA_START = /^[=+\-@\t\r]/;

/** A text as a spreadsheet shows it, not runs it: an apostrophe in front makes it plain. */
export function harmless(text: string): string {
  return FORMULA_START.test(text) ? `'${text}` : text;
}

/** The cells of one row, quoted where needed, ending in CRLF. */
export function csvLine(cells: readonly string[]): string {
  const quoted = cells.map((cell) => {
    const text = harmless(cell);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  });
  return `${quoted.join(',')}\r\n`;
}
