/** A company name cut into comparable words, without legal forms and filler words. */

export interface PreparedCompany {
  /** As given. */
  given: string;
  /** Lower case, accents removed, without legal forms and filler words; may be empty. */
  tokens: string[];
}

/** Legal forms and words that say nothing of which company it is. Own list, from general knowledge. */
const EMPTY_WORDS = new Set(
  (
    'ab ag aps as asa bv bvba co company corp corporation cv doo eg ek ev gbr gmbh group gruppe holding holdings inc ' +
    'incorporated international kft kg kgaa limited llc llp lp ltd ltda mbh nv ohg oy oyj plc pte pty pvt sa sarl sas ' +
    'sasu se sl sia slu sp spa spol srl sro the and und et y e de der die das of for z zoo'
  ).split(' '),
);

/** Cuts a company name into words that name it. */
export function prepareCompany(given: string): PreparedCompany {
  const words = foldAccents(given.toLowerCase())
    // Abbreviations such as "S.p.A." and "B.V." become one word before the cut.
    .replace(/(?<=(?:^|[^\p{L}])\p{L})\.(?=\p{L}(?:\.|$|[^\p{L}]))/gu, '')
    .match(/[\p{L}\p{N}]+/gu);
  return { given, tokens: (words ?? []).filter((word) => !EMPTY_WORDS.has(word)) };
}

/** Removes accents and spells out letters that have no accent to remove, so that "Łódź" equals "Lodz". */
export function foldAccents(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[łøđðþßæœıŁØĐÞÆŒ]/g, (letter) => SPELT_OUT[letter] ?? letter);
}

const SPELT_OUT: Record<string, string> = {
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
  Ł: 'L',
  Ø: 'O',
  Đ: 'D',
  Þ: 'Th',
  Æ: 'Ae',
  Œ: 'Oe',
};
