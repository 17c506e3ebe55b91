/** Programs that look like browsers: some keep a device, some an address, some count their mailboxes, some none of it. */
import type { DemoLead } from '../compose.ts';
import { mailSlug } from '../person.ts';
import type { Random } from '../random.ts';
import { hex } from '../tokens.ts';
import { groupSizes, homeAddress, movedTo, type Stock } from './base.ts';

type Habit = 'device' | 'address' | 'counter' | 'careful';

export function bots(count: number, stock: Stock, random: Random): DemoLead[] {
  return groupSizes(count, 6, 20, random).flatMap((size) => run(size, stock, random));
}

/** One run of a program: a source, a quarter of an hour to a night, one habit that it cannot hide. */
function run(size: number, stock: Stock, random: Random): DemoLead[] {
  const lot = random.unit();
  const habit: Habit = lot < 0.4 ? 'device' : lot < 0.75 ? 'address' : lot < 0.95 ? 'counter' : 'careful';
  const source = random.pick(['TikTok', 'Meta', 'Google']);
  const begin = stock.from + random.unit() * (stock.to - stock.from - 86_400_000);
  const pause = (habit === 'device' ? 4 : habit === 'counter' ? 30 : 12) * 60_000;
  const devices = Array.from({ length: Math.max(1, Math.round(size / 12)) }, () => hex(random, 16));
  const addresses = Array.from({ length: Math.max(1, Math.round(size / 9)) }, () => homeAddress(random));
  const stem = mailSlug(stock.take(source).email?.split('@')[0] ?? 'lead').replace(/\d/g, '');
  let number = 100 + random.below(5000);
  let at = begin;
  return Array.from({ length: size }, () => {
    at += pause * -Math.log(1 - random.unit());
    const lead = movedTo(stock.take(source), Math.round(at));
    number += 1 + random.below(3);
    lead.message = undefined;
    lead.device = {
      ...lead.device,
      ip: habit === 'address' ? random.pick(addresses) : homeAddress(random),
      device_id: habit === 'device' ? random.pick(devices) : hex(random, 16),
    };
    // Programs have learnt to wait, most of them.
    const seconds = 9 + 40 * random.unit();
    lead.form = { ...lead.form, seconds_on_form: Math.round(seconds * 10) / 10, key_events: 30 + random.below(60) };
    if (habit === 'counter') lead.email = `${stem}${number}@gmail.com`;
    return lead;
  });
}
