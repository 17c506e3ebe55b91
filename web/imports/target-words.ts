/** What the fields of a lead are called where columns are matched to them. */
import type { ColumnTarget, DateOrder, DecimalMark, LeadTarget } from '#contract/import.ts';
import type { OptionGroup } from '../ui/select.tsx';

const GROUPS: { label: string; targets: Partial<Record<LeadTarget, string>> }[] = [
  {
    label: 'Person',
    targets: {
      email: 'E-mail',
      phone: 'Phone',
      name: 'Full name',
      given_name: 'Given name',
      family_name: 'Family name',
      company: 'Company',
      message: 'Message',
      external_id: 'Id in your system',
    },
  },
  {
    label: 'Source and campaign',
    targets: {
      source: 'Source',
      'source_details.campaign_id': 'Campaign',
      'source_details.ad_group_id': 'Ad group',
      'source_details.keyword': 'Keyword',
      'source_details.landing_page': 'Landing page',
      'source_details.referrer': 'Referrer',
      'source_details.utm_source': 'UTM source',
      'source_details.utm_medium': 'UTM medium',
      'source_details.utm_campaign': 'UTM campaign',
      'source_details.utm_term': 'UTM term',
      'source_details.utm_content': 'UTM content',
      'source_details.gclid': 'Google click id',
      'source_details.fbclid': 'Meta click id',
      'source_details.ttclid': 'TikTok click id',
      'source_details.li_fat_id': 'LinkedIn click id',
      'source_details.twclid': 'X click id',
    },
  },
  {
    label: 'Times',
    targets: {
      created_at: 'Created',
      clicked_at: 'Clicked',
      delivered_at: 'Delivered',
    },
  },
  {
    label: 'Outcome',
    targets: {
      conversion_status: 'Status',
      conversion_date: 'Conversion date',
      revenue: 'Revenue',
      currency: 'Currency',
    },
  },
  {
    label: 'Address',
    targets: {
      'address.street': 'Street',
      'address.city': 'City',
      'address.region': 'Region or state',
      'address.postal_code': 'Postal code',
      'address.country': 'Country',
    },
  },
  {
    label: 'Device',
    targets: {
      'device.ip': 'IP address',
      'device.user_agent': 'User agent',
      'device.platform_hint': 'Platform hint',
      'device.mobile_hint': 'Mobile hint',
      'device.language': 'Language',
      'device.time_zone': 'Time zone',
      'device.time_zone_offset_minutes': 'Zone offset, minutes',
      'device.device_id': 'Device id',
    },
  },
  {
    label: 'Form',
    targets: {
      'form.form_id': 'Form',
      'form.seconds_on_form': 'Seconds on form',
      'form.field_count': 'Number of fields',
      'form.key_events': 'Key presses',
      'form.paste_events': 'Pastes',
      'form.autofill_events': 'Autofills',
      'form.honeypot': 'Hidden field',
    },
  },
  {
    label: 'Consent',
    targets: {
      'consent.given_at': 'Consent given',
      'consent.withdrawn_at': 'Consent withdrawn',
      'consent.text_version': 'Consent text version',
      'consent.form_id': 'Consent form',
      'consent.channels': 'Consent channels',
    },
  },
];

const WORDS = new Map<string, string>(GROUPS.flatMap((group) => Object.entries(group.targets)));

/** Fields a constant can fill, in groups. */
export const LEAD_TARGET_OPTIONS: OptionGroup<LeadTarget>[] = GROUPS.map(({ label, targets }) => ({
  label,
  options: (Object.entries(targets) as [LeadTarget, string][]).map(([value, word]) => ({ value, label: word })),
}));

/** Everything a column can become. */
export const COLUMN_TARGET_OPTIONS: OptionGroup<ColumnTarget>[] = [
  {
    label: 'No field of a lead',
    options: [
      { value: 'custom', label: 'Keep as custom field' },
      { value: 'ignore', label: 'Leave out' },
    ],
  },
  ...LEAD_TARGET_OPTIONS,
];

/** The name of a target or of a custom field: `source_details.gclid` is Google click id, `custom.Budget` is Budget. */
export const targetWord = (target: string) =>
  target === 'custom' ? 'a column of the file’s own' : (WORDS.get(target) ?? target.replace(/^custom\./, ''));

export const DATE_ORDERS: Record<DateOrder, string> = {
  auto: 'Tell from the values',
  dmy: 'Day, month, year',
  mdy: 'Month, day, year',
  ymd: 'Year, month, day',
};
export const DECIMAL_MARKS: Record<DecimalMark, string> = {
  auto: 'Tell from the values',
  '.': 'Point: 1,234.50',
  ',': 'Comma: 1.234,50',
};
export const optionsOf = <T extends string>(words: Record<T, string>) =>
  (Object.entries(words) as [T, string][]).map(([value, label]) => ({ value, label }));
