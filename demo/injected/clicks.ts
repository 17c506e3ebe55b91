/** Real leads that would have come anyway, claimed by a click put in just before the form was sent. */
import type { DemoLead } from '../compose.ts';
import type { Random } from '../random.ts';
import type { Stock } from './base.ts';

export function clickInjection(count: number, stock: Stock, random: Random): DemoLead[] {
  return Array.from({ length: count }, () => {
    const lead = stock.take(random.chance(0.7) ? 'Meta' : 'TikTok');
    // From the moment the form is seen to be filled until it is sent: seconds, now and then half a minute.
    const seconds = 1.2 + 28 * random.unit() ** 2.2;
    lead.clicked_at = new Date(Date.parse(lead.created_at) - Math.round(seconds * 1000)).toISOString();
    // Three in ten forms do not say how long they were open.
    if (random.chance(0.3)) lead.form = { ...lead.form, seconds_on_form: undefined };
    return lead;
  });
}
