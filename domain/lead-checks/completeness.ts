/** How much of what scoring and checks want a lead carries. */
import type { PreparedLead } from './check.ts';
import { hasField } from './field.ts';

export interface Completeness {
  /** Weight of the fields present over the weight of all, 0 to 1. */
  share: number;
  /** Heaviest first. */
  missing: readonly WeighedField[];
}

interface WeighedField {
  field: string;
  weight: number;
}

/**
 * What each field is worth when it is there: what a person needs to call back (3), what qualifies the lead (2),
 * what lets a check see anything (1). Own weights, no published source.
 */
const WEIGHTS: ReadonlyMap<string, number> = new Map([
  ['email', 3],
  ['phone', 3],
  ['name', 3],
  ['company', 2],
  ['address.country', 1],
  ['address.postal_code', 1],
  ['source_details.campaign_id', 1],
  ['source_details.utm_source', 1],
  ['source_details.referrer', 1],
  ['device.ip', 1],
  ['device.user_agent', 1],
  ['form.seconds_on_form', 1],
  ['consent.given_at', 1],
  ['created_at', 1],
]);
/** The fields of a client, sorted once for all its leads; by its list of required ones. */
const sorted = new WeakMap<readonly string[], readonly WeighedField[]>();

function weighedFields(required: readonly string[]): readonly WeighedField[] {
  let fields = sorted.get(required);
  if (fields === undefined) {
    fields = heaviestFirst(fieldWeights(required));
    sorted.set(required, fields);
  }
  return fields;
}

function heaviestFirst(weights: ReadonlyMap<string, number>): WeighedField[] {
  return Array.from(weights, ([field, weight]) => ({ field, weight })).sort((a, b) => b.weight - a.weight);
}

/** A field the client requires weighs at least as much as a way to reach the person. */
const REQUIRED_WEIGHT = 3;

/** What each field weighs; `required` names the client's required fields, beside the built-in ones. */
export function fieldWeights(required: readonly string[]): Map<string, number> {
  const weights = new Map(WEIGHTS);
  for (const field of required) weights.set(field, REQUIRED_WEIGHT);
  return weights;
}

/** Weighted share of the fields present, with those that are not. */
export function completeness(lead: PreparedLead, required: readonly string[]): Completeness {
  let present = 0;
  let all = 0;
  const missing: WeighedField[] = [];
  for (const weighed of weighedFields(required)) {
    all += weighed.weight;
    if (hasField(lead, weighed.field)) present += weighed.weight;
    else missing.push(weighed);
  }
  return { share: present / all, missing };
}
