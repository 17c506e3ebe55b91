/** Everything else known of a lead, as label and value pairs in groups. */
import type { Lead } from '#contract/lead.ts';

export interface DetailGroup {
  label: string;
  rows: { label: string; value: string }[];
}

const readable = (key: string): string => {
  const text = key
    .replaceAll('_', ' ')
    .replace(/\bid\b/g, 'ID')
    .replace(/\butm\b/g, 'UTM')
    .replace(/\bip\b/g, 'IP');
  return text.charAt(0).toUpperCase() + text.slice(1);
};
const shown = (value: unknown): string => {
  if (value == null || value === '') return '';
  if (Array.isArray(value)) return value.map(shown).filter(Boolean).join(', ');
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'object' ? '' : String(value);
};
const rowsOf = (object: Record<string, unknown>): DetailGroup['rows'] =>
  Object.entries(object)
    .map(([key, value]) => ({ label: readable(key), value: shown(value) }))
    .filter((row) => row.value !== '');

/** What every reader sees: where the lead came from, and its numbers. */
export function openDetails(lead: Lead, currency: string): DetailGroup[] {
  const record = {
    lead_id: lead.id,
    external_id: lead.external_id,
    company: lead.company,
    region: lead.region,
    country: lead.country,
    revenue: lead.revenue === undefined ? undefined : `${lead.revenue} ${lead.currency ?? currency}`,
  };
  return [
    { label: 'Source', rows: rowsOf({ source: lead.source, ...lead.source_details }) },
    { label: 'Record', rows: rowsOf(record) },
  ].filter((group) => group.rows.length > 0);
}

/** What was delivered with the lead, while it is revealed: flat values first, then one group per part. */
export function personalDetails(personal: Record<string, unknown>): DetailGroup[] {
  const parts = Object.entries(personal).filter(
    (entry): entry is [string, Record<string, unknown>] =>
      typeof entry[1] === 'object' && entry[1] !== null && !Array.isArray(entry[1]),
  );
  const names = new Set(parts.map(([key]) => key));
  const flat = Object.fromEntries(Object.entries(personal).filter(([key]) => !names.has(key)));
  return [
    { label: 'Person', rows: rowsOf(flat) },
    ...parts.map(([key, part]) => ({ label: readable(key), rows: rowsOf(part) })),
  ].filter((group) => group.rows.length > 0);
}
