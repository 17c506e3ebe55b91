/** Parses everything a check may ask of a lead, once. */
import type { LeadCreate } from '#contract/lead.ts';
import type { PreparedLead } from './check.ts';
import { prepareCompany } from './prepare/company.ts';
import { prepareEmail } from './prepare/email.ts';
import { prepareIp } from './prepare/ip.ts';
import { prepareName } from './prepare/name.ts';
import { preparePhone } from './prepare/phone.ts';

/**
 * Prepares a lead for the checks. Blank fields count as absent.
 * `defaults.country` (ISO 3166-1 alpha-2) is the client's, for numbers without a calling code.
 * `defaults.now` (milliseconds since 1970) stands in for an absent created_at; with neither, createdAt is NaN.
 */
export function prepareLead(raw: LeadCreate, defaults: { country?: string; now?: number }): PreparedLead {
  const claimed = raw.address?.country;
  const phone = raw.phone?.trim() ? preparePhone(raw.phone, claimed ?? defaults.country) : undefined;
  return {
    raw,
    email: raw.email?.trim() ? prepareEmail(raw.email) : undefined,
    phone,
    name: prepareName(raw),
    company: raw.company?.trim() ? prepareCompany(raw.company) : undefined,
    ip: raw.device?.ip?.trim() ? prepareIp(raw.device.ip) : undefined,
    country: claimed ?? phone?.region ?? defaults.country,
    createdAt: raw.created_at === undefined ? (defaults.now ?? Number.NaN) : Date.parse(raw.created_at),
  };
}
