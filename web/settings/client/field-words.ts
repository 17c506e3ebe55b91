/** Fields of a lead by the words people use for them; what has no word goes by its own name. */
const WORDS: Record<string, string> = {
  email: 'E-mail',
  name: 'Name',
  phone: 'Phone',
  company: 'Company',
  message: 'Message',
  source: 'Source',
  external_id: 'External id',
  country: 'Country',
  'address.street': 'Street',
  'address.city': 'City',
  'address.region': 'Region',
  'address.postal_code': 'Postal code',
  'address.country': 'Address country',
  campaign_id: 'Campaign',
  ad_group_id: 'Ad group',
  keyword: 'Keyword',
  landing_page: 'Landing page',
  referrer: 'Referrer',
  utm_source: 'UTM source',
  utm_medium: 'UTM medium',
  utm_campaign: 'UTM campaign',
  gclid: 'Google click id',
  fbclid: 'Meta click id',
  ttclid: 'TikTok click id',
  'device.ip': 'IP address',
  'device.user_agent': 'User agent',
  'consent.given_at': 'Consent',
  'email.kind': 'Kind of mailbox',
  'email.domain': 'E-mail domain',
  'name.parts': 'Parts of the name',
  'phone.type': 'Kind of phone',
  'phone.region': 'Phone country',
  revenue: 'Revenue',
  conversion_status: 'Status',
};

export const fieldWord = (field: string) =>
  WORDS[field] ?? (field.startsWith('custom.') ? `${field.slice(7)} (custom)` : field);

/** A field by its word or its name; custom fields by `custom.` and their header. */
export function parseField(text: string): string | undefined {
  const plain = text.trim().toLowerCase();
  if (/^custom\../.test(text.trim())) return text.trim();
  return Object.entries(WORDS).find(([field, word]) => field === plain || word.toLowerCase() === plain)?.[0];
}

export const FIELD_OPTIONS = Object.entries(WORDS)
  .map(([value, label]) => ({ value, label }))
  .sort((a, b) => a.label.localeCompare(b.label, 'en'));
