/** The model that ships: what a client's own leads are scored by until there are enough of them to learn from. */
import type { LinkageModel, Thresholds } from './model.ts';

/**
 * Above the first a pair is proposed for merging, between the two a person is asked. Chances after Bayes, so the same
 * for a client of a hundred leads and one of a million.
 */
export const DEFAULT_THRESHOLDS: Thresholds = { auto: 0.98, review: 0.3 };

/** Leads of which one repeats an earlier one, as a share. Sets the prior of a client that nothing is known of. */
const REPEATED = 0.1;

/** Rows of what is given the name: name missing, same, written otherwise, family name only, given name only, another. */
const EMAIL_M = [0.62, 0.07, 0.05, 0.06, 0.2];
const PHONE_M = [0.65, 0.05, 0.3];
const PLACE_M = [0.6, 0.15, 0.1, 0.15];

/** The shipped model for a client with so many leads. */
export function defaultModel(leads: number): LinkageModel {
  return {
    version: 0,
    prior: Math.min(0.1, (2 * REPEATED) / Math.max(2, leads)),
    chances: {
      name: { m: [[0.72, 0.2, 0.01, 0.04, 0.03]], u: [[3e-6, 1e-5, 6e-4, 8e-3, 0.991387]] },
      email: {
        m: [EMAIL_M, EMAIL_M, EMAIL_M, EMAIL_M, EMAIL_M, EMAIL_M],
        u: [
          [1e-7, 2e-7, 5e-6, 2e-4, 0.9997947],
          [1e-5, 1e-4, 0.04, 0.25, 0.70989],
          [1e-5, 1e-4, 0.02, 0.25, 0.72989],
          [1e-4, 1e-4, 0.002, 0.03, 0.9678],
          [1e-6, 1e-5, 0.001, 0.03, 0.968989],
          [1e-7, 2e-7, 5e-6, 2e-4, 0.9997947],
        ],
      },
      phone: {
        m: [PHONE_M, PHONE_M, PHONE_M, PHONE_M, PHONE_M, PHONE_M],
        u: [
          [5e-7, 1e-5, 0.9999895],
          [1e-6, 1e-5, 0.999989],
          [1e-5, 2e-5, 0.99997],
          [0.02, 1e-4, 0.9799],
          [1e-6, 1e-5, 0.999989],
          [5e-7, 1e-5, 0.9999895],
        ],
      },
      company: { m: [[0.65, 0.15, 0.2]], u: [[3e-4, 1e-3, 0.9987]] },
      place: {
        m: [PLACE_M, PLACE_M, PLACE_M, PLACE_M, PLACE_M, PLACE_M],
        u: [
          [2e-6, 8e-4, 5e-3, 0.994198],
          [2e-5, 2e-3, 1e-2, 0.98798],
          [1e-4, 2e-3, 1e-2, 0.9879],
          [0.05, 0.01, 0.03, 0.91],
          [2e-6, 8e-4, 5e-3, 0.994198],
          [2e-6, 8e-4, 5e-3, 0.994198],
        ],
      },
      birth: { m: [[0.9, 0.06, 0.04]], u: [[4e-5, 1.2e-3, 0.99876]] },
    },
    agreement: {
      given: 0.004,
      family: 6e-4,
      email: 1e-7,
      mailbox: 5e-6,
      phone: 5e-7,
      company: 3e-4,
      postcode: 8e-4,
      city: 5e-3,
    },
    thresholds: DEFAULT_THRESHOLDS,
  };
}
