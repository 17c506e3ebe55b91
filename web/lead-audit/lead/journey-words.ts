/** A step on a lead's way in words. */
import type { TimelineStep } from '#contract/touchpoint.ts';
import { duration, plural } from '../../ui/format.ts';
import { CONVERSION } from '../lead-words.ts';

const CHANNELS: Record<string, string> = {
  paid_search: 'Paid search',
  paid_social: 'Paid social',
  organic: 'Organic',
  partner: 'Partner',
  email: 'E-mail',
  referral: 'Referral',
  event: 'Event',
  display: 'Display',
  social: 'Social',
  direct: 'Direct',
};

/** What happened, and what is known of it beside. */
export function stepWords(step: TimelineStep): { title: string; note: string } {
  return { title: titleOf(step), note: notesOf(step).join(' · ') };
}

function titleOf({ kind, source, page, status, channel }: TimelineStep): string {
  switch (kind) {
    case 'impression':
      return source ? `Saw an ad of ${source}` : 'Saw an ad';
    case 'click':
      return source ? `Click from ${source}` : 'Click';
    case 'visit':
      return source ? `Visit from ${source}` : channel === 'direct' ? 'Direct visit' : 'Visit';
    case 'view':
      return page ? `Looked at ${page}` : 'Looked at another page';
    case 'form_start':
      return 'Began the form';
    case 'form_submit':
      return 'Sent the form';
    case 'email_open':
      return 'Opened an e-mail';
    case 'email_click':
      return 'Clicked in an e-mail';
    case 'email_reply':
      return 'Answered an e-mail';
    case 'call':
      return 'Call';
    case 'meeting':
      return 'Meeting';
    case 'form':
      return 'Form, as the tag saw it';
    case 'lead':
      return 'Came in as a lead';
    case 'status':
      return `Moved to ${CONVERSION[status as keyof typeof CONVERSION]?.label ?? status}`;
  }
}

function notesOf(step: TimelineStep): string[] {
  const { kind, keyword, campaign_id, creative_id, page, referrer, channel, source, seconds, form } = step;
  const own = ['click', 'visit', 'impression'].includes(kind);
  const notes = [
    keyword && `“${keyword}”`,
    campaign_id && `campaign ${campaign_id}`,
    creative_id && `creative ${creative_id}`,
    own && page,
    own && !source && referrer && `from ${referrer}`,
    own && channel !== 'direct' && CHANNELS[channel ?? ''],
    kind === 'lead' && source && `from ${source}`,
    seconds !== undefined && duration(seconds),
    form && plural(form.field_count, 'field'),
    form && plural(form.key_events, 'key'),
    form && form.paste_events > 0 && `${form.paste_events} pasted`,
    form && form.autofill_events > 0 && `${form.autofill_events} filled by the browser`,
    form && form.silent_fields > 0 && `${plural(form.silent_fields, 'field')} filled without a hand`,
    form?.honeypot_filled && 'hidden field filled',
  ];
  return notes.filter((note): note is string => typeof note === 'string' && note !== '');
}

/** "3 touches, 2 d to the lead, 13 d to the sale": what is known of the way as a whole. */
export function wayWords(way: { seconds_to_lead?: number; seconds_to_convert?: number }): string {
  const parts = [
    way.seconds_to_lead !== undefined && `${duration(way.seconds_to_lead)} to the lead`,
    way.seconds_to_convert !== undefined && `${duration(way.seconds_to_convert)} to the conversion`,
  ];
  return parts.filter(Boolean).join(', ');
}
