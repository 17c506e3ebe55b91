/** The catalogue: every check that a single lead and its facts can answer, in the order reports show them. */
import { b01BotUa } from './behaviour/b01-bot-ua.ts';
import { b02UaHintMismatch } from './behaviour/b02-ua-hint-mismatch.ts';
import { b03Honeypot } from './behaviour/b03-honeypot.ts';
import { b04TooFast } from './behaviour/b04-too-fast.ts';
import { b05NoInputEvents } from './behaviour/b05-no-input-events.ts';
import { b06PasteAll } from './behaviour/b06-paste-all.ts';
import { b07DeviceVelocity } from './behaviour/b07-device-velocity.ts';
import { b08IpVelocity } from './behaviour/b08-ip-velocity.ts';
import { b09Burst } from './behaviour/b09-burst.ts';
import { b10NoTouch } from './behaviour/b10-no-touch.ts';
import { b11ClickToLead } from './behaviour/b11-click-to-lead.ts';
import type { LeadCheck } from './check.ts';
import { c01NoConsent } from './consent/c01-no-consent.ts';
import { c02ConsentConflict } from './consent/c02-consent-conflict.ts';
import { d01Completeness } from './data/d01-completeness.ts';
import { d02Consistency } from './data/d02-consistency.ts';
import { d03DateSanity } from './data/d03-date-sanity.ts';
import { d04ConversionState } from './data/d04-conversion-state.ts';
import { x01ExactDup } from './duplicate/x01-exact-dup.ts';
import { x02ProbDup } from './duplicate/x02-prob-dup.ts';
import { x03Household } from './duplicate/x03-household.ts';
import { x04Resold } from './duplicate/x04-resold.ts';
import { e01Syntax } from './email/e01-syntax.ts';
import { e02TypoDomain } from './email/e02-typo-domain.ts';
import { e03TldUnknown } from './email/e03-tld-unknown.ts';
import { e04NoMx } from './email/e04-no-mx.ts';
import { e05NullMx } from './email/e05-null-mx.ts';
import { e06Disposable } from './email/e06-disposable.ts';
import { e07Role } from './email/e07-role.ts';
import { e08FreeForB2b } from './email/e08-free-for-b2b.ts';
import { e09Alias } from './email/e09-alias.ts';
import { e10DomainCompany } from './email/e10-domain-company.ts';
import { e11NameLocal } from './email/e11-name-local.ts';
import { e12Bounced } from './email/e12-bounced.ts';
import { e13Suppressed } from './email/e13-suppressed.ts';
import { i01Datacenter } from './ip/i01-datacenter.ts';
import { i02PrivateBogon } from './ip/i02-private-bogon.ts';
import { i04GeoMismatch } from './ip/i04-geo-mismatch.ts';
import { i05TzMismatch } from './ip/i05-tz-mismatch.ts';
import { n01Garbage } from './name/n01-garbage.ts';
import { n02KnownFake } from './name/n02-known-fake.ts';
import { n03Swapped } from './name/n03-swapped.ts';
import { n04SameFields } from './name/n04-same-fields.ts';
import { n05CaseScript } from './name/n05-case-script.ts';
import { p01Parse } from './phone/p01-parse.ts';
import { p02InvalidRange } from './phone/p02-invalid-range.ts';
import { p03Type } from './phone/p03-type.ts';
import { p04CountryMismatch } from './phone/p04-country-mismatch.ts';
import { p05Fictional } from './phone/p05-fictional.ts';
import { p06PublicSms } from './phone/p06-public-sms.ts';
import { p07Dnc } from './phone/p07-dnc.ts';
import { s01SourceUnknown } from './source/s01-source-unknown.ts';
import { s02UtmReferrer } from './source/s02-utm-referrer.ts';
import { s03ClickidFormat } from './source/s03-clickid-format.ts';
import { s04LeadAge } from './source/s04-lead-age.ts';
import { s05DataIntegrity } from './source/s05-data-integrity.ts';
import { s06SourceOutlier } from './source/s06-source-outlier.ts';
import { s07TemplateLeads } from './source/s07-template-leads.ts';
import { s08SourceCountry } from './source/s08-source-country.ts';

export const LEAD_CHECKS: readonly LeadCheck[] = [
  e01Syntax,
  e02TypoDomain,
  e03TldUnknown,
  e04NoMx,
  e05NullMx,
  e06Disposable,
  e07Role,
  e08FreeForB2b,
  e09Alias,
  e10DomainCompany,
  e11NameLocal,
  e12Bounced,
  e13Suppressed,
  p01Parse,
  p02InvalidRange,
  p03Type,
  p04CountryMismatch,
  p05Fictional,
  p06PublicSms,
  p07Dnc,
  n01Garbage,
  n02KnownFake,
  n03Swapped,
  n04SameFields,
  n05CaseScript,
  d01Completeness,
  d02Consistency,
  d03DateSanity,
  d04ConversionState,
  x01ExactDup,
  x02ProbDup,
  x03Household,
  x04Resold,
  b01BotUa,
  b02UaHintMismatch,
  b03Honeypot,
  b04TooFast,
  b05NoInputEvents,
  b06PasteAll,
  b07DeviceVelocity,
  b08IpVelocity,
  b09Burst,
  b10NoTouch,
  b11ClickToLead,
  i01Datacenter,
  i02PrivateBogon,
  i04GeoMismatch,
  i05TzMismatch,
  s01SourceUnknown,
  s02UtmReferrer,
  s03ClickidFormat,
  s04LeadAge,
  s05DataIntegrity,
  s07TemplateLeads,
  c01NoConsent,
  c02ConsentConflict,
  // After those whose findings it asks for.
  s06SourceOutlier,
  s08SourceCountry,
];
