/** People who are paid by the form: human pace, real browsers, a few connections, and little imagination. */
import type { DemoLead } from '../compose.ts';
import type { Random } from '../random.ts';
import { hex } from '../tokens.ts';
import { groupSizes, homeAddress, movedTo, type Stock } from './base.ts';

const SCRIPTS: readonly (readonly (readonly string[])[])[] = [
  [
    ['Hello', 'Hi there', 'Good day'],
    ['I am very interested in', 'we would like to hear about', 'please tell me more about'],
    ['solar panels for my home', 'solar panels for our house'],
    ['and the monthly saving', 'and how much we can save'],
    ['kindly contact me as soon as possible', 'kindly call me soon as possible'],
  ],
  [
    ['Looking for a good price', 'Searching for a good offer', 'Need a good price'],
    ['on a full roof installation with battery', 'for full roof installation and battery'],
    ['my electricity bill is too high', 'our electricity bill gets too high'],
    ['reach me any time after work', 'reach me any time in the evening'],
  ],
  [
    ['Request for quotation', 'Requesting a quotation'],
    ['regarding renewable energy system', 'regarding a renewable energy system'],
    ['property is owned and suitable', 'the property is owned and suitable'],
    ['awaiting your earliest reply', 'waiting for your earliest reply thanks'],
  ],
];

export function farm(count: number, stock: Stock, random: Random): DemoLead[] {
  return groupSizes(count, 10, 40, random).flatMap((size) => shift(size, stock, random));
}

/** Some days of one room: a network or two, or phones on whatever address their carrier gives. */
function shift(size: number, stock: Stock, random: Random): DemoLead[] {
  const source = random.pick(['LeadCrest', 'Meta', 'QuoteHarbor', 'TikTok']);
  const days = Math.max(1, Math.round(size / 14));
  const begin = stock.from + Math.floor(random.unit() * (stock.to - stock.from - days * 86_400_000));
  const networks = Array.from({ length: 1 + random.below(2) }, () =>
    homeAddress(random).split('.').slice(0, 3).join('.'),
  );
  const onCarrier = random.chance(0.12);
  const script = random.pick(SCRIPTS);
  return Array.from({ length: size }, () => {
    const at = begin + random.below(days) * 86_400_000 + (8 + 9 * random.unit()) * 3_600_000;
    const lead = movedTo(stock.take(source), Math.round(at));
    lead.device = {
      user_agent: lead.device?.user_agent ?? CHROME,
      ip: onCarrier ? homeAddress(random) : `${random.pick(networks)}.${1 + random.below(20)}`,
      device_id: hex(random, 16),
    };
    const seconds = 35 + 60 * random.unit();
    lead.form = {
      form_id: lead.form?.form_id,
      seconds_on_form: Math.round(seconds * 10) / 10,
      key_events: 70 + random.below(60),
    };
    if (random.chance(0.8))
      lead.message = script.map((choices) => random.pick(choices)).join(random.pick([' ', ', ', '. ']));
    if (random.chance(0.3)) lead.message = `${lead.message ?? ''} ${lead.name ?? ''}`;
    return lead;
  });
}

const CHROME =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36';
