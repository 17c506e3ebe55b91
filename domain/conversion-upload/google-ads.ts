/** Conversions from clicks as Google Ads imports them: https://support.google.com/google-ads/answer/7014069 */
import type { UploadFormat } from './upload-lead.ts';

/**
 * The file for a client whose zone (IANA) times are told in. Each time carries its offset, as `2026-11-20 14:05:00-0600`,
 * so the file needs no row of parameters. Without a value the conversion action's own is taken.
 */
export function googleAdsFormat(zone: string): UploadFormat {
  const local = localTime(zone);
  return {
    clickId: 'gclid',
    columns: ['Google Click ID', 'Conversion Name', 'Conversion Time', 'Conversion Value', 'Conversion Currency'],
    cells: ({ clickId = '', convertedAt = Number.NaN, value, currency }, name) => [
      clickId,
      name,
      local(convertedAt),
      value ?? '',
      value === undefined ? '' : (currency ?? ''),
    ],
    needsValue: () => false,
  };
}

function localTime(zone: string): (instant: number) => string {
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
  const offset = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  return (instant) => {
    const named = offset.formatToParts(instant).find(({ type }) => type === 'timeZoneName')?.value ?? '';
    const [, sign = '+', hours = '00', minutes = '00'] = /^GMT([+-])(\d{2}):(\d{2})/.exec(named) ?? [];
    return `${clock.format(instant)}${sign}${hours}${minutes}`;
  };
}
