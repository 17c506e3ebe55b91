/** What each lead field accepts, taken from the lead schema so that there is one truth. */
import * as z from 'zod';
import { LEAD_TARGETS, type LeadTarget } from '#contract/import.ts';
import { LeadCreate } from '#contract/lead.ts';

export type TargetKind =
  | { kind: 'text'; max: number }
  | { kind: 'number'; min: number; max: number; whole: boolean }
  | { kind: 'time' | 'boolean' | 'status' | 'country' | 'currency' | 'channels' };

const NAMED: Partial<Record<LeadTarget, TargetKind>> = {
  conversion_status: { kind: 'status' },
  'address.country': { kind: 'country' },
  currency: { kind: 'currency' },
  'consent.channels': { kind: 'channels' },
};

function kindOf(target: LeadTarget): TargetKind {
  const named = NAMED[target];
  if (named) return named;
  let schema: z.ZodType = LeadCreate;
  for (const key of target.split('.')) schema = unwrap(objectShape(schema)[key]);
  if (schema instanceof z.ZodISODateTime) return { kind: 'time' };
  if (schema instanceof z.ZodString) return { kind: 'text', max: schema.maxLength ?? 5000 };
  if (schema instanceof z.ZodBoolean) return { kind: 'boolean' };
  if (schema instanceof z.ZodNumber) {
    const { minValue, maxValue } = schema;
    return { kind: 'number', min: minValue ?? -Infinity, max: maxValue ?? Infinity, whole: schema.isInt };
  }
  throw new TypeError(`no reader for lead field ${target}`);
}

function objectShape(schema: z.ZodType): Record<string, z.ZodType | undefined> {
  return schema instanceof z.ZodObject ? schema.shape : {};
}

function unwrap(schema: z.ZodType | undefined): z.ZodType {
  if (schema === undefined) throw new TypeError('a mapping target is not a lead field');
  return schema instanceof z.ZodOptional ? (schema.unwrap() as z.ZodType) : schema;
}

export const TARGET_KINDS: ReadonlyMap<LeadTarget, TargetKind> = new Map(
  LEAD_TARGETS.map((target) => [target, kindOf(target)]),
);

/** Custom fields: longest name and value, in characters; as in `LeadCreate.custom`. */
export const CUSTOM_KEY_MAX = 100;
export const CUSTOM_VALUE_MAX = 5000;
