/** Reasons in words for people. */
import type { NoteReason, RejectReason } from '#contract/import.ts';

export const REASON_WORDS: Record<RejectReason | NoteReason, string> = {
  no_contact: 'Neither e-mail nor phone',
  no_source: 'No source',
  bad_date: 'Date cannot be read',
  ambiguous_date: 'Date can be read two ways',
  bad_number: 'Number cannot be read',
  negative_number: 'Negative number',
  unknown_status: 'Unknown status',
  too_long: 'Value too long',
  too_many_cells: 'More cells than columns',
  too_many_columns: 'Too many columns',
  unclosed_quote: 'Quote never closed',
  row_too_large: 'Row too large',
  bad_json: 'Broken JSON',
  invalid_bytes: 'Bytes that fit no encoding',
  nul_bytes: 'NUL bytes',
  loose_quotes: 'Loose quotes',
  formula_without_value: 'Formula without a value',
  unknown_country: 'Unknown country',
  unknown_currency: 'Unknown currency',
  unread_value: 'Value kept as custom field',
  second_value: 'Second value kept as custom field',
  other_date_order: 'Date against the order of its column',
};

/** The server's clause as a sentence of its own. */
export const sentence = (text: string) => {
  const plain = text.trim();
  return plain === '' ? '' : `${plain[0]?.toUpperCase()}${plain.slice(1)}${/[.!?…]$/.test(plain) ? '' : '.'}`;
};

export const reasonWord = (reason: string) => (REASON_WORDS as Record<string, string>)[reason] ?? reason;
