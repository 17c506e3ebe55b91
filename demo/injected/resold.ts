/** People whom one seller delivered, sold again by another in a spelling of its own. */
import type { DemoLead } from '../compose.ts';
import type { Random } from '../random.ts';
import { hex } from '../tokens.ts';
import { movedTo, type Stock } from './base.ts';

const LONGEST_MS = 27 * 86_400_000;

export function resold(count: number, clean: readonly DemoLead[], stock: Stock, random: Random): DemoLead[] {
  const first = clean.filter((lead) => lead.source === 'QuoteHarbor' && lead.email && lead.phone);
  return Array.from({ length: count }, () => {
    const original = random.pick(first);
    first.splice(first.indexOf(original), 1);
    // Most lists go round within days.
    const delay = 1_800_000 + LONGEST_MS * random.unit() ** 3;
    const lead: DemoLead = { ...structuredClone(original), source: 'LeadCrest' };
    movedTo(lead, Math.min(Date.parse(original.created_at) + Math.round(delay), stock.to));
    lead.name = respelled(original.name ?? '', random);
    lead.given_name = undefined;
    lead.family_name = undefined;
    lead.address = { ...original.address, street: random.chance(0.5) ? original.address?.street : undefined };
    const lot = random.unit();
    lead.email = lot < 0.15 ? mistyped(original.email ?? '', random) : respelledMail(original.email ?? '', random);
    if (lot > 0.85) lead.phone = stock.take('LeadCrest').phone;
    lead.message = undefined;
    // A few sellers make up a visitor as well.
    lead.device = random.chance(0.1) ? { user_agent: CHROME, device_id: hex(random, 16) } : undefined;
    lead.form = undefined;
    return lead;
  });
}

const CHROME =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36';

function respelled(name: string, random: Random): string {
  const [given = '', ...rest] = name.split(' ');
  const family = rest.join(' ');
  return random.pick([
    name.toUpperCase(),
    `${family}, ${given}`,
    `${given.slice(0, 1)}. ${family}`,
    `${given} ${family.slice(0, -1)}`,
  ]);
}

function respelledMail(email: string, random: Random): string {
  const [local = '', domain = ''] = email.split('@');
  const gmail = domain === 'gmail.com';
  const forms = [email, email.toUpperCase(), `${local.slice(0, 1).toUpperCase()}${local.slice(1)}@${domain}`];
  if (gmail)
    forms.push(`${local.replaceAll('.', '')}@${domain}`, `${local}+offer@${domain}`, `${local}@googlemail.com`);
  return random.pick(forms);
}

/** A letter left out of the name: another mailbox, so that only the number tells. */
function mistyped(email: string, random: Random): string {
  const [local = '', domain = ''] = email.split('@');
  const at = 1 + random.below(Math.max(1, local.length - 1));
  return `${local.slice(0, at)}${local.slice(at + 1)}@${domain}`;
}
