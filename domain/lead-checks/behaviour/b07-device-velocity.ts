/** B07: one device sent more leads of different people than a person has friends to fill forms for. */
import type { LeadCheck } from '../check.ts';
import { spanText } from '../evidence-text.ts';
import { NOT_LOOKED_UP, signalsOf } from '../history/own-signals.ts';
import { failed, notRun } from '../verdict.ts';

export const b07DeviceVelocity: LeadCheck = {
  id: 'B07_DEVICE_VELOCITY',
  family: 'behaviour',
  severity: 'fraud',
  mode: 'history',
  title: 'Leads per device',
  run({ raw }, facts) {
    if (!raw.device?.device_id) return notRun('No device id was sent.');
    const signals = signalsOf(facts, 'B07_DEVICE_VELOCITY');
    if (signals === undefined) return notRun(NOT_LOOKED_UP);
    const [first] = signals;
    if (first === undefined) return 'passed';
    const most = signals.reduce((best, signal) => (signal.leads > best.leads ? signal : best), first);
    return failed(
      `${most.leads} people's leads came from this device within ${spanText(most.window_seconds * 1000)}.`,
      [
        ...signals.flatMap((signal) => [
          { label: `Leads within ${spanText(signal.window_seconds * 1000)}`, value: String(signal.leads) },
          { label: 'Limit', value: String(signal.limit) },
        ]),
      ],
    );
  },
};
