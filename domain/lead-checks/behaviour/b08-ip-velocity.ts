/** B08: an address or its network gave more leads in a day than addresses of this source do by chance. */
import type { LeadCheck } from '../check.ts';
import { spanText } from '../evidence-text.ts';
import { chanceText, NOT_LOOKED_UP, signalsOf } from '../history/own-signals.ts';
import { failed, notRun } from '../verdict.ts';

const WORDS = { address: 'IP address', network: 'network (/24 or /48)' };

export const b08IpVelocity: LeadCheck = {
  id: 'B08_IP_VELOCITY',
  family: 'behaviour',
  severity: 'fraud',
  mode: 'history',
  title: 'Leads per address and network',
  run({ ip }, facts) {
    if (ip?.normalised === undefined) return notRun('No IP address was sent.');
    const signals = signalsOf(facts, 'B08_IP_VELOCITY');
    if (signals === undefined) return notRun(NOT_LOOKED_UP);
    const [first] = signals;
    if (first === undefined) return 'passed';
    const least = signals.reduce((best, signal) => (signal.p < best.p ? signal : best), first);
    const span = spanText(least.window_seconds * 1000);
    return failed(
      `${least.leads} leads came from this ${least.of} within ${span}; this source's usually give ${least.expected.toFixed(2)}.`,
      signals.flatMap((signal) => [
        { label: `Leads from the ${WORDS[signal.of]} within ${span}`, value: String(signal.leads) },
        { label: 'Expected', value: signal.expected.toFixed(3) },
        { label: 'Chance (Poisson)', value: chanceText(signal.p) },
      ]),
    );
  },
};
