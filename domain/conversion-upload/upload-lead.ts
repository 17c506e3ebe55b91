/** A converted lead on its way to an advertising platform, and why it may not go. */
import type { LeftOut } from '#contract/conversions.ts';
import type { ConsentFacts, ValidationStatus } from '#contract/lead.ts';
import { type ClickIdName, hasClickIdForm } from '../lead-checks/source/s03-clickid-format.ts';

export interface UploadLead {
  /** Names the conversion to the platform, so that the same file twice counts once. */
  id: string;
  /** Milliseconds since 1970, as all times here. */
  convertedAt: number | undefined;
  clickedAt: number | undefined;
  createdAt: number;
  clickId: string | undefined;
  /** In whole units of the currency. */
  value: number | undefined;
  currency: string | undefined;
  email: string | undefined;
  /** `+`, calling code and number; undefined where it could not be parsed. */
  phone: string | undefined;
  validationStatus: ValidationStatus;
  duplicate: boolean;
  /** A decision about a finding keeps it from upload, and stands. */
  excluded: boolean;
  /** Ids of failed checks. */
  flags: readonly string[];
  consent: ConsentFacts | undefined;
}

/** How a platform wants its file. */
export interface UploadFormat {
  /** What it calls the click, as leads carry it. */
  clickId: ClickIdName;
  columns: readonly string[];
  cells: (lead: UploadLead, conversionName: string) => (string | number)[];
  /** Whether a conversion of this name is refused without a value. */
  needsValue: (conversionName: string) => boolean;
}

const CONSENT_CHECKS = ['C01_NO_CONSENT', 'C02_CONSENT_CONFLICT'];

/** Why a lead is left out, or undefined when it goes into the file. `now` in milliseconds since 1970. */
export function leftOut(
  lead: UploadLead,
  format: Pick<UploadFormat, 'clickId' | 'needsValue'>,
  conversionName: string,
  now: number,
): LeftOut | undefined {
  // First, because the other reasons are to be counted among leads that the platform brought.
  if (!lead.clickId) return 'without_click_id';
  if (lead.excluded) return 'excluded';
  if (lead.validationStatus === 'fraudulent') return 'fraudulent';
  if (lead.validationStatus === 'invalid') return 'invalid';
  if (lead.duplicate) return 'duplicate';
  if (!consents(lead, now)) return 'without_consent';
  // A first sign that spreadsheets run would be made plain, and no click id any more.
  if (!hasClickIdForm(format.clickId, lead.clickId) || !/^[A-Za-z0-9]/.test(lead.clickId)) return 'malformed_click_id';
  if (lead.convertedAt === undefined) return 'without_time';
  if (lead.value === undefined && format.needsValue(conversionName)) return 'without_value';
  return undefined;
}

/** Consent is on record, was not withdrawn since, and no check of it failed. */
function consents({ consent, flags }: UploadLead, now: number): boolean {
  if (consent?.given_at === undefined || CONSENT_CHECKS.some((check) => flags.includes(check))) return false;
  const withdrawn = consent.withdrawn_at === undefined ? Number.POSITIVE_INFINITY : Date.parse(consent.withdrawn_at);
  return withdrawn > now || Date.parse(consent.given_at) > withdrawn;
}
