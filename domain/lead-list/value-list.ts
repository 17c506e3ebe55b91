/** Lists of values as one filter string holds them: comma separated, a comma inside a value behind a backslash. */

/** Stands for the empty value, so that leads without a region can be asked for. */
export const EMPTY_VALUE = '(none)';

/** `Meta,Lead\, Inc.` becomes `Meta` and `Lead, Inc.`; empty entries are left out, `(none)` becomes the empty text. */
export function splitValues(text: string): string[] {
  const values: string[] = [];
  let value = '';
  let escaped = false;
  for (const letter of text) {
    if (escaped) {
      value += letter;
      escaped = false;
    } else if (letter === '\\') escaped = true;
    else if (letter === ',') {
      values.push(value);
      value = '';
    } else value += letter;
  }
  values.push(escaped ? `${value}\\` : value);
  return values.filter((one) => one !== '').map((one) => (one === EMPTY_VALUE ? '' : one));
}

/** The inverse of `splitValues`. */
export function joinValues(values: readonly string[]): string {
  return values
    .map((value) => (value === '' ? EMPTY_VALUE : value.replaceAll('\\', '\\\\').replaceAll(',', '\\,')))
    .join(',');
}
