/** Month names and their short forms in the languages of our users, plain (see `plainWords`), to 1–12. */
import { plainWords } from './words.ts';

const LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'pl', 'sv', 'da', 'fi', 'cs', 'tr', 'ru', 'uk'];
const EXTRA: Record<string, number> = {
  sept: 9,
  maerz: 3,
  mrz: 3,
  jaenner: 1,
  janner: 1,
  jan: 1,
  feb: 2,
  mar: 3,
  mai: 5,
  mei: 5,
  maj: 5,
  okt: 10,
  dez: 12,
  dec: 12,
  des: 12,
};

const MONTH_BY_NAME = new Map<string, number>();
for (const language of LANGUAGES) {
  for (const month of ['long', 'short'] as const) {
    // The day beside the month brings the genitive that Slavic languages use in dates.
    for (const day of ['numeric', undefined] as const) {
      const format = new Intl.DateTimeFormat(language, { month, day, timeZone: 'UTC' });
      for (let number = 1; number <= 12; number++) {
        const parts = format.formatToParts(Date.UTC(2024, number - 1, 15));
        const name = plainWords(parts.find((part) => part.type === 'month')?.value ?? '');
        if (/\p{L}/u.test(name) && !MONTH_BY_NAME.has(name)) MONTH_BY_NAME.set(name, number);
      }
    }
  }
}
for (const [name, number] of Object.entries(EXTRA)) MONTH_BY_NAME.set(name, number);

/** Number of the month, 1–12, undefined for a word that names none. */
export function monthNumber(word: string): number | undefined {
  return MONTH_BY_NAME.get(plainWords(word));
}
