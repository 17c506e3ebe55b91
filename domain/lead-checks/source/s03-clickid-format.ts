/** S03: the click id is none that its network gives out, or was on an earlier lead of somebody else. */
import type { SourceDetails } from '#contract/lead.ts';
import type { LeadCheck } from '../check.ts';
import { NOT_LOOKED_UP, signalsOf } from '../history/own-signals.ts';
import { failed, notRun } from '../verdict.ts';

export type ClickIdName = 'gclid' | 'fbclid' | 'ttclid' | 'li_fat_id' | 'twclid';

/** Letters and least length of each network's ids; the networks promise no more. */
const FORMS: readonly (readonly [ClickIdName, RegExp, string])[] = [
  ['gclid', /^[A-Za-z0-9_-]{12,}$/, 'letters, digits, - and _, 12 or more'],
  ['fbclid', /^[A-Za-z0-9_.-]{16,}$/, 'letters, digits, -, _ and ., 16 or more'],
  ['ttclid', /^[A-Za-z0-9_.-]{12,}$/, 'letters, digits, -, _ and ., 12 or more'],
  ['li_fat_id', /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i, 'a UUID'],
  ['twclid', /^[A-Za-z0-9_-]{12,}$/, 'letters and digits, 12 or more'],
];

/** Whether a text has the form of such an id. */
export function hasClickIdForm(name: ClickIdName, text: string): boolean {
  return FORMS.some(([own, form]) => own === name && form.test(text));
}

export const s03ClickidFormat: LeadCheck = {
  id: 'S03_CLICKID_FORMAT',
  family: 'source',
  severity: 'fraud',
  mode: 'history',
  title: 'Click id is genuine',
  run({ raw }, facts) {
    const given = FORMS.filter(([name]) => clickId(raw.source_details, name) !== undefined);
    if (given.length === 0) return notRun('No click id was sent.');
    for (const [name, form, words] of given) {
      const value = clickId(raw.source_details, name) ?? '';
      if (form.test(value)) continue;
      return failed(`The ${name} is none that its network gives out.`, [
        { label: name, value: value.slice(0, 200) },
        { label: 'Form of such ids', value: words },
      ]);
    }
    const signals = signalsOf(facts, 'S03_CLICKID_FORMAT');
    if (signals === undefined) return notRun(NOT_LOOKED_UP);
    const [reused] = signals;
    // Who sends a form twice brings the same click twice.
    const repeats = facts.duplicates?.email ?? facts.duplicates?.phone;
    if (reused === undefined || repeats !== undefined) return 'passed';
    return failed('The click id was on an earlier lead of somebody else; a click happens once.', [
      ...given.map(([name]) => ({ label: name, value: clickId(raw.source_details, name) ?? '' })),
      { label: 'First lead with it', value: reused.first_lead_id },
      { label: 'Its time', value: reused.first_at },
      { label: 'Leads with this click id', value: String(reused.leads) },
    ]);
  },
};

function clickId(details: SourceDetails | undefined, name: ClickIdName): string | undefined {
  return details?.[name]?.trim() || undefined;
}
