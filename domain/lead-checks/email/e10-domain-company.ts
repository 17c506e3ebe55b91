/** The company the lead names and the company the e-mail domain belongs to do not agree. */
import type { LeadCheck } from '../check.ts';
import { editDistance } from '../edit-distance.ts';
import { isFreeDomain } from '../lists/free-domains.ts';
import { RELAY_DOMAINS } from '../lists/relay-domains.ts';
import { failed, notRun, unknown } from '../verdict.ts';

/** 1 for the same text, 0 for nothing in common; below this the names are taken for two companies. */
const ALIKE = 0.6;

export const e10DomainCompany: LeadCheck = {
  id: 'E10_DOMAIN_COMPANY',
  family: 'email',
  severity: 'warn',
  mode: 'offline',
  title: 'E-mail domain fits the company',
  run({ email, company }) {
    if (email?.domain === undefined) return notRun('The lead has no e-mail address that could be read.');
    if (!company) return notRun('The lead names no company.');
    const { domain, registrableName } = email;
    if (registrableName === undefined || isFreeDomain(domain) || RELAY_DOMAINS.has(domain)) {
      return unknown(`${domain} says nothing of the company.`);
    }
    const words = company.tokens.filter((token) => LATIN.test(token));
    if (words.length === 0 || registrableName.startsWith('xn--'))
      return unknown('The company is not written in Latin letters.');
    const label = registrableName.replaceAll('-', '');
    const similarity = similarityOf(words, label);
    if (similarity >= ALIKE) return 'passed';
    return failed(`${domain} does not look like the domain of ${company.given.trim()}.`, [
      { label: 'Domain', value: registrableName },
      { label: 'Company', value: company.tokens.join(' ') },
      { label: 'Similarity', value: similarity.toFixed(2) },
    ]);
  },
};

const LATIN = /^[a-z0-9]+$/;

/**
 * How alike a company's words and a domain's name are: 1 when one holds the other or the domain is the words'
 * initials (General Electric, ge.com), else 1 minus the edit distance over the longer length.
 */
function similarityOf(words: readonly string[], label: string): number {
  const joined = words.join('');
  if (joined.includes(label) || label.includes(joined)) return 1;
  if (words.some((word) => word.length >= 3 && label.includes(word))) return 1;
  const initials = words.map((word) => word[0]).join('');
  if (
    words.length >= 2 &&
    (label.startsWith(initials) || label.endsWith(initials)) &&
    label.length <= initials.length + 2
  )
    return 1;
  if (isAbbreviation(label, joined)) return 1;
  return Math.max(
    ...[joined, ...words].map((text) => 1 - editDistance(text, label) / Math.max(text.length, label.length)),
  );
}

/** Letters of the name in order, the first one first: vw of volkswagen, hp of hewlettpackard. */
function isAbbreviation(label: string, joined: string): boolean {
  if (label.length > 5 || label[0] !== joined[0]) return false;
  let from = 0;
  for (const letter of label) {
    const found = joined.indexOf(letter, from);
    if (found < 0) return false;
    from = found + 1;
  }
  return true;
}
