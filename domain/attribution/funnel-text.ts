/** A funnel's steps as they stand in a URL: `click(channel:Paid search|Email),form_start<1h,converted`. */

/** What a visitor or a lead does, in the order in which it usually happens. */
export const STEP_KINDS = [
  'impression',
  'click',
  'visit',
  'view',
  'form_start',
  'form_submit',
  'email_open',
  'email_click',
  'email_reply',
  'call',
  'meeting',
  'lead',
  'contacted',
  'qualified',
  'converted',
  'lost',
] as const;
export type StepKind = (typeof STEP_KINDS)[number];

/** By what an event can be told apart beside its kind. */
export const STEP_FIELDS = ['channel', 'source', 'campaign', 'creative'] as const;
export type StepField = (typeof STEP_FIELDS)[number];

export interface FunnelStep {
  /** Any of these. */
  kinds: StepKind[];
  /** Values of which the event must have one, by field. */
  where: Partial<Record<StepField, string[]>>;
  /** Seconds since the step before, at most. */
  within?: number;
}

const UNITS = { d: 86_400, h: 3_600, m: 60, s: 1 } as const;
const STEP = /^([a-z_|]+)(?:\(([^()]*)\))?(?:<(\d{1,7})([dhms]))?$/;
const SECONDS_MAX = 366 * UNITS.d;

/** Reads steps; returns what is wrong, with the step's number from 1, where they cannot be read. */
export function readSteps(text: string): FunnelStep[] | { fault: string } {
  const steps: FunnelStep[] = [];
  for (const [index, part] of text.split(',').entries()) {
    const step = readStep(part.trim());
    if (typeof step === 'string') return { fault: `step ${index + 1} ${step}` };
    steps.push(step);
  }
  return steps;
}

function readStep(text: string): FunnelStep | string {
  const [, kindText = '', whereText = '', amount, unit] = STEP.exec(text) ?? [];
  if (kindText === '') return 'cannot be read; write it as click(channel:Email)<2h';
  const kinds = kindText.split('|');
  const unknown = kinds.find((kind) => !(STEP_KINDS as readonly string[]).includes(kind));
  if (unknown !== undefined) return `asks for “${unknown.slice(0, 40)}”, which nobody does`;
  const where: FunnelStep['where'] = {};
  for (const condition of whereText === '' ? [] : whereText.split(';')) {
    const [field = '', values = ''] = condition.split(':');
    if (!(STEP_FIELDS as readonly string[]).includes(field))
      return `asks for the field “${field.slice(0, 40)}”, which events do not have`;
    const read = values.split('|').map(unescapeValue);
    if (!read.every((value) => value !== undefined)) return `has a value of ${field} with a wrong % sign`;
    where[field as StepField] = read;
  }
  const within = amount === undefined ? undefined : Number(amount) * UNITS[unit as keyof typeof UNITS];
  if (within !== undefined && within > SECONDS_MAX) return 'allows more than 366 days';
  return { kinds: [...new Set(kinds)] as StepKind[], where, ...(within !== undefined && { within }) };
}

/** The text that `readSteps` reads as the same steps. */
export function writeSteps(steps: readonly FunnelStep[]): string {
  return steps
    .map(({ kinds, where, within }) => {
      const conditions = STEP_FIELDS.flatMap((field) => {
        const values = where[field];
        return values === undefined ? [] : [`${field}:${values.map(escapeValue).join('|')}`];
      });
      return `${kinds.join('|')}${conditions.length > 0 ? `(${conditions.join(';')})` : ''}${within === undefined ? '' : `<${writeSeconds(within)}`}`;
    })
    .join(',');
}

/** The shortest way to write seconds: `7d`, `36h`, `90s`. */
export function writeSeconds(seconds: number): string {
  const unit = (['d', 'h', 'm'] as const).find((each) => seconds > 0 && seconds % UNITS[each] === 0) ?? 's';
  return `${seconds / UNITS[unit]}${unit}`;
}

const escapeValue = (value: string) =>
  value.replace(/[%,;:|()<]/g, (sign) => `%${sign.charCodeAt(0).toString(16).padStart(2, '0')}`);

function unescapeValue(text: string): string | undefined {
  if (/%(?![0-9a-f]{2})/i.test(text)) return undefined;
  return text.replace(/%([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}
