/** Writes cells as one line of CSV that no spreadsheet takes for a formula. */

/**
 * A text a spreadsheet would run gets an apostrophe in front (OWASP ASVS 5.0, 1.2.10); imports take it off again. So does
 * a text that begins with such apostrophes itself, so that reading gives back what was written.
 */
export function harmless(text: string): string {
  return /^'*[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

/** One line by RFC 4180 with its line end. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => quoted(harmless(cell))).join(',')}\r\n`;
}

/** Quotes around a cell where it needs them. */
export function quoted(cell: string): string {
  return /[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
