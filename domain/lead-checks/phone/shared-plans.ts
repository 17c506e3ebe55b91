/** Regions that share one numbering plan, so that a number does not tell them apart. */
const SHARED_PLANS = [
  ['GB', 'GG', 'JE', 'IM'],
  ['FI', 'AX'],
  ['NO', 'SJ'],
  ['IT', 'VA'],
  ['AU', 'CC', 'CX'],
  ['MA', 'EH'],
  ['RE', 'YT'],
  ['GP', 'BL', 'MF'],
  ['CW', 'BQ'],
  ['SH', 'TA'],
];

/** Whether a number of one region may be one of the other; both ISO 3166-1 alpha-2. */
export function samePlan(one: string, other: string): boolean {
  return one === other || SHARED_PLANS.some((plan) => plan.includes(one) && plan.includes(other));
}
