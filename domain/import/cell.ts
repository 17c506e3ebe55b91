/** Reads one cell for one lead field. A reader is compiled once per column and called for every row. */
import type {
  ColumnMapping,
  DateOrder,
  ImportMapping,
  LeadTarget,
  NoteReason,
  Reject,
  RejectReason,
  RowNote,
} from '#contract/import.ts';
import type { ConversionStatus } from '#contract/lead.ts';
import { countryCode } from './countries.ts';
import { type DateSeparator, readDate } from './dates.ts';
import { parseAmount } from './numbers.ts';
import { conversionStatus } from './status-words.ts';
import { TARGET_KINDS, type TargetKind } from './targets.ts';
import { localToUtc } from './time-zone.ts';
import { plainWords } from './words.ts';

/** A row on its way to a lead: the values by path, and what is wrong with them. */
export type Draft = {
  row: number;
  lead: Record<string, unknown>;
  rejects: Reject[] | undefined;
  notes: RowNote[] | undefined;
  /** Currency that stood beside the revenue. */
  amountCurrency: string | undefined;
};

/** Returns the value to store; undefined where the cell gives none, after noting or rejecting it. */
export type CellReader = (text: string, draft: Draft) => unknown;

const RAW_MAX = 500;
const CACHE_MAX = 10_000;
const OTHER_ORDER = 'the date fits another order of day and month than its column has; look at the dates around it';
const YES = new Set('1|true|yes|y|t|ja|j|oui|si|sim|tak|да|是|はい|نعم|예|mobile'.split('|').map(plainWords));
const NO = new Set('0|false|no|n|f|nein|non|nao|nie|nee|нет|否|いいえ|لا|아니요|desktop'.split('|').map(plainWords));
const CHANNELS: Record<string, 'email' | 'phone' | 'sms' | 'post'> = {
  email: 'email',
  'e mail': 'email',
  mail: 'email',
  emails: 'email',
  newsletter: 'email',
  correo: 'email',
  phone: 'phone',
  call: 'phone',
  calls: 'phone',
  telephone: 'phone',
  telefon: 'phone',
  tel: 'phone',
  telefono: 'phone',
  sms: 'sms',
  text: 'sms',
  texts: 'sms',
  post: 'post',
  postal: 'post',
  'direct mail': 'post',
  letter: 'post',
  brief: 'post',
};

/** Adds a reason why the row cannot become a lead. */
export function reject(draft: Draft, field: string, reason: RejectReason, message: string, raw: string): undefined {
  const entry = { row: draft.row, field, reason, message, raw: raw.slice(0, RAW_MAX) };
  if (draft.rejects) draft.rejects.push(entry);
  else draft.rejects = [entry];
}

/** Adds something the reader should know of a row that is stored. */
export function note(draft: Draft, field: string, reason: NoteReason, message: string): undefined {
  const entry = { field, reason, message };
  if (draft.notes) draft.notes.push(entry);
  else draft.notes = [entry];
}

/**
 * Compiles the reader of a lead field. Unread dates, revenues, statuses and oversize texts reject the row; other values
 * that cannot be read are noted and handed to `keep`, which stores them as custom fields. Throws RangeError for an
 * unknown time zone.
 */
export function cellReader(
  target: LeadTarget,
  mapping: ImportMapping,
  column: ColumnMapping | undefined,
  keep: CellReader,
): CellReader {
  const kind = TARGET_KINDS.get(target)!;
  switch (kind.kind) {
    case 'text':
      return textReader(target, kind.max);
    case 'time':
      return timeReader(target, mapping, column);
    case 'status':
      return statusReader(target);
    case 'number':
      return target === 'revenue' ? revenueReader(mapping, kind.max) : numberReader(target, kind, mapping, keep);
    default:
      return wordReader(target, kind.kind, keep);
  }
}

function textReader(target: LeadTarget, max: number): CellReader {
  const isPhone = target === 'phone';
  return (text, draft) => {
    if (text.length > max) return reject(draft, target, 'too_long', `longer than ${max} characters`, text);
    return isPhone ? phoneText(text) : text;
  };
}

/** Meta's exports write `p:+49…`; tables that took a phone number for a decimal number write `4915112345678.0`. */
function phoneText(text: string): string {
  if (text.startsWith('p:')) return text.slice(2);
  return text.endsWith('.0') && /^\d{7,15}\.0$/.test(text) ? text.slice(0, -2) : text;
}

function timeReader(target: LeadTarget, mapping: ImportMapping, column: ColumnMapping | undefined): CellReader {
  const toUtc = localToUtc(mapping.time_zone);
  const order = column?.date_order ?? mapping.date_order;
  const bySeparator = column?.date_order_by_separator ?? {};
  const orderOf = (separator: DateSeparator): DateOrder => bySeparator[separator] ?? order;
  return (text, draft) => {
    const date = readDate(text, orderOf);
    if (typeof date !== 'string' && date.against) note(draft, target, 'other_date_order', OTHER_ORDER);
    if (typeof date !== 'string') return new Date(date.zoned ? date.ms : toUtc(date.ms)).toISOString();
    if (date === 'bad') return reject(draft, target, 'bad_date', 'not a date we can read', text);
    const message = 'the day and the month can be exchanged; choose the order of the column';
    return reject(draft, target, 'ambiguous_date', message, text);
  };
}

function statusReader(target: LeadTarget): CellReader {
  const known = new Map<string, ConversionStatus>();
  return (text, draft) => {
    const status = known.get(text) ?? conversionStatus(text);
    if (status === undefined) {
      const message = 'not a stage we know; new, contacted, qualified, converted or lost are';
      return reject(draft, target, 'unknown_status', message, text);
    }
    if (known.size < CACHE_MAX) known.set(text, status);
    return status;
  };
}

function revenueReader(mapping: ImportMapping, max: number): CellReader {
  return (text, draft) => {
    const amount = parseAmount(text, mapping.decimal_mark);
    if (amount === undefined) return reject(draft, 'revenue', 'bad_number', 'not an amount we can read', text);
    if (amount.value < 0) return reject(draft, 'revenue', 'negative_number', 'revenue cannot be negative', text);
    if (amount.value > max) return reject(draft, 'revenue', 'bad_number', `larger than ${max}`, text);
    draft.amountCurrency = amount.currency;
    return amount.value;
  };
}

function numberReader(
  target: LeadTarget,
  kind: Extract<TargetKind, { kind: 'number' }>,
  mapping: ImportMapping,
  keep: CellReader,
): CellReader {
  return (text, draft) => {
    const value = durationSeconds(text) ?? parseAmount(text, mapping.decimal_mark)?.value;
    if (value !== undefined && value >= kind.min && value <= kind.max) return kind.whole ? Math.round(value) : value;
    note(draft, target, 'unread_value', 'not a number in range; kept as a custom field');
    return keep(text, draft);
  };
}

/** `1:23` and `0:01:23` in seconds. */
function durationSeconds(text: string): number | undefined {
  const found = /^(\d{1,4}):(\d{2})(?::(\d{2}))?$/.exec(text);
  if (!found) return undefined;
  const [, first, second, third] = found.map(Number);
  return third === undefined || Number.isNaN(third) ? first! * 60 + second! : (first! * 60 + second!) * 60 + third;
}

type WordKind = 'boolean' | 'country' | 'currency' | 'channels';
const WORD_READERS: Record<WordKind, (text: string) => unknown> = {
  boolean: booleanWord,
  country: countryCode,
  currency: (text) => parseAmount(`1 ${text}`, '.')?.currency,
  channels: channelWords,
};
const WORD_NOTES: Record<WordKind, { reason: NoteReason; message: string }> = {
  boolean: { reason: 'unread_value', message: 'neither yes nor no; kept as a custom field' },
  country: { reason: 'unknown_country', message: 'not a country we know; kept as a custom field' },
  currency: { reason: 'unknown_currency', message: 'not a currency we know; kept as a custom field' },
  channels: { reason: 'unread_value', message: 'not a list of channels; kept as a custom field' },
};

function wordReader(target: LeadTarget, kind: WordKind, keep: CellReader): CellReader {
  const known = new Map<string, unknown>();
  const read = WORD_READERS[kind];
  return (text, draft) => {
    const value = known.get(text) ?? read(text);
    if (value === undefined) {
      note(draft, target, WORD_NOTES[kind].reason, WORD_NOTES[kind].message);
      return keep(text, draft);
    }
    if (known.size < CACHE_MAX) known.set(text, value);
    return Array.isArray(value) ? [...value] : value;
  };
}

function booleanWord(text: string): boolean | undefined {
  const word = plainWords(text);
  if (YES.has(word)) return true;
  return NO.has(word) ? false : undefined;
}

function channelWords(text: string): string[] | undefined {
  const words = text
    .split(/[,;|/+&]/)
    .map(plainWords)
    .filter((word) => word !== '');
  const channels = new Set(words.map((word) => CHANNELS[word]));
  return channels.size === 0 || channels.has(undefined) ? undefined : ([...channels] as string[]);
}
