/** What the checks together say of a lead. */
import type { CheckResult, Family } from '#contract/audit.ts';
import type { Verdict } from '#contract/history.ts';
import type { ValidationStatus } from '#contract/lead.ts';

export interface StatusDecision {
  status: ValidationStatus;
  /** One sentence on why. */
  reason: string;
}

/**
 * Fraud signs of two independent families make a lead fraudulent, of one alone pending (a person looks at it);
 * a failed block or invalid check makes it invalid, and so does having neither a usable e-mail nor phone.
 * A duplicate, a slip, a warning or a check that did not run changes nothing.
 * What a person decided of fraud stands above the signs of it, and says nothing of the other checks.
 */
export function validationStatus(results: readonly CheckResult[], decision?: Verdict): StatusDecision {
  const failed = results.filter(({ outcome }) => outcome === 'failed');
  const signs = failed.filter(({ severity }) => severity === 'fraud');
  if (decision === 'fraud') return { status: 'fraudulent', reason: 'A person decided that it is fraud.' };
  const fraud = decision === 'not_fraud' ? [] : signs;
  const fraudFamilies = [...new Set(fraud.map(({ family }) => family))];
  if (fraudFamilies.length >= 2) {
    return { status: 'fraudulent', reason: `Independent signs of fraud: ${listed(fraud)}.` };
  }
  const barring = failed.filter(({ severity }) => severity === 'block' || severity === 'invalid');
  if (barring.length > 0) return { status: 'invalid', reason: `Failed: ${listed(barring)}.` };
  if (!reachable(results, 'email') && !reachable(results, 'phone')) {
    return { status: 'invalid', reason: 'Neither an e-mail address nor a phone number can be used.' };
  }
  if (fraudFamilies.length === 1) {
    return { status: 'pending', reason: `Only one kind of check signs fraud, so a person decides: ${listed(fraud)}.` };
  }
  const duplicate = failed.find(({ severity }) => severity === 'dup');
  if (decision === 'not_fraud' && signs.length > 0) {
    return { status: 'valid', reason: `A person decided that it is no fraud, in spite of ${listed(signs)}.` };
  }
  return {
    status: 'valid',
    reason: duplicate ? `Valid, but seen before: ${duplicate.id}.` : 'No check speaks against it.',
  };
}

/** True when some check of the family could judge the value; all are silent when there is none or it cannot be read. */
function reachable(results: readonly CheckResult[], family: Family): boolean {
  return results.some(
    (result) => result.family === family && (result.outcome === 'passed' || result.outcome === 'failed'),
  );
}

function listed(results: readonly CheckResult[]): string {
  return results.map(({ id, family }) => `${id} (${family})`).join(', ');
}
