/** Writes cells as one line of CSV (RFC 4180) that no spreadsheet takes for a formula. */

/**
 * A text a spreadsheet would run gets an apostrophe in front (OWASP ASVS 5.0, 1.2.10); imports take it off again. So does
 * a text that begins with such apostrophes itself, so that reading gives back what was written.
 */
export function harmless(text: string): string {
  return /^'*[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

/** The cells of one row, quoted where needed, ending in CRLF. Numbers keep their minus plain. */
export function csvLine(cells: readonly (string | number)[]): string {
  const quoted = cells.map((cell) => {
    if (typeof cell === 'number') return String(cell);
    const text = harmless(cell);
    return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  });
  return `${quoted.join(',')}\r\n`;
}
