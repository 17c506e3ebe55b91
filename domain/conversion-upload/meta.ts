/**
 * Events as Meta's Conversions API and its offline upload take them:
 * https://developers.facebook.com/docs/marketing-api/conversions-api/parameters
 */
import { createHash } from 'node:crypto';
import type { UploadFormat } from './upload-lead.ts';

/** Conversions that come from a customer system, not from a page. */
const ACTION_SOURCE = 'system_generated';

export const META_FORMAT: UploadFormat = {
  clickId: 'fbclid',
  columns: ['event_name', 'event_time', 'event_id', 'action_source', 'fbc', 'em', 'ph', 'value', 'currency'],
  cells: (lead, name) => [
    name,
    Math.floor((lead.convertedAt ?? Number.NaN) / 1000),
    lead.id,
    ACTION_SOURCE,
    clickCookie(lead.clickId ?? '', lead.clickedAt ?? lead.createdAt),
    hashedEmail(lead.email),
    hashedPhone(lead.phone),
    lead.value ?? '',
    lead.value === undefined ? '' : (lead.currency ?? ''),
  ],
  needsValue: (name) => name === 'Purchase',
};

/** `fb.1.`, when the click was seen in milliseconds, and the click id, as the browser's cookie would hold it. */
function clickCookie(clickId: string, seenAt: number): string {
  return /^fb\.\d\.\d+\./.test(clickId) ? clickId : `fb.1.${seenAt}.${clickId}`;
}

/** Trimmed, in small letters, then SHA-256 in hexadecimal; empty where there is none. */
export function hashedEmail(email: string | undefined): string {
  const plain = email?.trim().toLowerCase();
  return plain ? sha256(plain) : '';
}

/** Digits with the calling code and nothing before it, then SHA-256 in hexadecimal; empty where there is none. */
export function hashedPhone(phone: string | undefined): string {
  const digits = phone?.replace(/\D/g, '').replace(/^0+/, '');
  return digits ? sha256(digits) : '';
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
