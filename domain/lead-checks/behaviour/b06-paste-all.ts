/** B06: every field was pasted, with the same counts and pace as on other leads of the source. */
import type { LeadCheck } from '../check.ts';
import { spanText } from '../evidence-text.ts';
import { NOT_LOOKED_UP, signalsOf } from '../history/own-signals.ts';
import { pasteCadence } from '../history/paste-cadence.ts';
import { failed, notRun } from '../verdict.ts';

export const b06PasteAll: LeadCheck = {
  id: 'B06_PASTE_ALL',
  family: 'behaviour',
  severity: 'warn',
  mode: 'history',
  title: 'Fields were not pasted in series',
  run({ raw }, facts) {
    if (raw.form?.paste_events === undefined) return notRun('The form sent no count of pastes.');
    const signals = signalsOf(facts, 'B06_PASTE_ALL');
    if (signals === undefined) return notRun(NOT_LOOKED_UP);
    const [signal] = signals;
    const cadence = pasteCadence(raw);
    if (signal === undefined || cadence === undefined) return 'passed';
    return failed(`${signal.leads} leads of the source were pasted together at the same pace.`, [
      { label: 'Pastes, keys, seconds', value: cadence.split('|').slice(1).join(', ') },
      { label: 'Leads alike', value: String(signal.leads) },
      { label: 'Within', value: spanText(signal.window_seconds * 1000) },
    ]);
  },
};
