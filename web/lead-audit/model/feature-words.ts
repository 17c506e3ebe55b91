/** Features of the conversion model in words. */

const LABELS: Record<string, string> = {
  source: 'Source',
  campaign: 'Campaign',
  country: 'Country',
  region: 'State or region',
  email_kind: 'Kind of e-mail address',
  phone_type: 'Phone type',
  hour: 'Hour of day',
  weekday: 'Day of week',
  checks_failed: 'Checks failed',
  completeness: 'Fields filled',
  quality_points: 'Quality points',
  seconds_on_form: 'Seconds on the form',
  minutes_since_click: 'Minutes from click to form',
  touches: 'Visits and other touches before',
  seconds_seen: 'Seconds on the site before',
  engagement: 'Engagement when it came',
};
const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** The name of a feature; of one without words, its id made readable. */
export const featureLabel = (feature: string): string => LABELS[feature] ?? feature.replaceAll('_', ' ');

/** A value of a feature as a person reads it. */
export function valueText(feature: string, value: string | number | null): string {
  if (value === null || value === 'missing') return 'not given';
  if (feature === 'weekday') return WEEKDAYS[Number(value) - 1] ?? String(value);
  if (feature === 'hour' && /^\d+$/.test(String(value))) return `${String(value).padStart(2, '0')}:00`;
  if (feature === 'completeness' && Number.isFinite(Number(value))) return `${Math.round(Number(value) * 100)}%`;
  return String(value);
}

/** The chances that log-odds stand for, beside an average lead: 0.69 is twice the odds. */
export function oddsText(logOdds: number): string {
  if (Math.abs(logOdds) < 0.05) return 'no difference';
  const times = Math.exp(Math.abs(logOdds));
  const factor = times < 10 ? times.toFixed(1) : Math.round(times).toString();
  return logOdds > 0 ? `odds × ${factor}` : `odds ÷ ${factor}`;
}
