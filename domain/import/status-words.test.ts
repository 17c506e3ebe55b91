import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CONVERSION_STATUSES } from '#contract/lead.ts';
import { conversionStatus } from './status-words.ts';

test('knows the stages of the big CRMs and of eight languages', () => {
  const cases: [string, string | undefined][] = [
    ['Closed Won', 'converted'],
    ['closed_lost', 'lost'],
    ['ClosedWon', 'converted'],
    ['Closed - Not Converted', 'lost'],
    ['Open - Not Contacted', 'new'],
    ['Working - Contacted', 'contacted'],
    ['MARKETING_QUALIFIED_LEAD', 'qualified'],
    ['MQL', 'qualified'],
    ['gewonnen', 'converted'],
    ['Abgeschlossen (verloren)', 'lost'],
    ['Qualifié', 'qualified'],
    ['Perdu', 'lost'],
    ['Ganado', 'converted'],
    ['contattato', 'contacted'],
    ['não', 'new'],
    ['Sprzedany', 'converted'],
    ['Verkocht', 'converted'],
    ['3 - Won', 'converted'],
    ['Новый', 'new'],
    ['成約', 'converted'],
    ['تم البيع', 'converted'],
    ['신규', 'new'],
    ['banana', undefined],
    ['', undefined],
  ];
  for (const [word, status] of cases) assert.equal(conversionStatus(word), status, word);
  for (const status of CONVERSION_STATUSES) assert.equal(conversionStatus(status), status);
});
