/** D04: the conversion status and the facts of the conversion do not go together. */
import type { LeadCheck } from '../check.ts';
import { failed, notRun } from '../verdict.ts';

export const d04ConversionState: LeadCheck = {
  id: 'D04_CONVERSION_STATE',
  family: 'data',
  severity: 'warn',
  mode: 'offline',
  title: 'Conversion facts agree',
  run({ raw }) {
    const { conversion_status: status, conversion_date: date, revenue } = raw;
    if (status === undefined && date === undefined && revenue === undefined) {
      return notRun('The lead carries no conversion status, date or revenue.');
    }
    const finding = contradiction(status ?? 'new', date !== undefined, revenue);
    if (finding === undefined) return 'passed';
    return failed(finding, [
      { label: 'Conversion status', value: status ?? 'not given' },
      { label: 'Conversion date', value: date ?? 'not given' },
      { label: 'Revenue', value: revenue === undefined ? 'not given' : String(revenue) },
    ]);
  },
};

/** Revenue of 0 says that nothing was earned, so it contradicts no status. */
function contradiction(status: string, dated: boolean, revenue: number | undefined): string | undefined {
  if (status === 'converted') {
    const lacking = [dated ? '' : 'date', revenue === undefined ? 'revenue' : ''].filter(Boolean);
    return lacking.length === 0
      ? undefined
      : `The lead is converted but has no conversion ${lacking.join(' and no ')}.`;
  }
  const carried = [dated ? 'a conversion date' : '', revenue ? 'revenue' : ''].filter(Boolean);
  return carried.length === 0 ? undefined : `The lead is ${status} but carries ${carried.join(' and ')}.`;
}
