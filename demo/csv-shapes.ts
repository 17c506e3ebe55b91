/** The shapes of files: separators, encodings, formats of dates and numbers, and which column holds which field of a lead. */
import type { LeadCreate } from '#contract/lead.ts';
import type { ClientKey } from './clients/template.ts';

export interface CsvShape {
  name: string;
  format: 'csv' | 'ndjson';
  /** Whose leads suit the shape. */
  client: ClientKey;
  delimiter: string;
  newline: '\n' | '\r\n';
  encoding: 'utf-8' | 'utf-16le' | 'windows-1252';
  byteOrderMark: boolean;
  decimal: '.' | ',';
  /** How an instant is written: ISO 8601 in UTC, or day.month.year or day/month/year and the time, in UTC. */
  dates: 'iso' | 'dd.mm.yyyy' | 'dd/mm/yyyy';
  /** `field` is the path within LeadCreate, e.g. `source_details.campaign_id`; `custom.x` where Assay has no name for it. */
  columns: readonly { header: string; field: string }[];
}

/** Pairs of header and field, one a line. */
const columns = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => {
      const [header = '', field = ''] = line.split(' = ');
      return { header: header.trim(), field: field.trim() };
    });

const US_COLUMNS = columns(`
Lead ID = external_id
Created At = created_at
First Name = given_name
Last Name = family_name
Email = email
Phone = phone
Company = company
Street = address.street
City = address.city
State = address.region
Zip = address.postal_code
Country = address.country
Source = source
Campaign ID = source_details.campaign_id
Ad Group ID = source_details.ad_group_id
Keyword = source_details.keyword
Referrer = source_details.referrer
utm_source = source_details.utm_source
utm_medium = source_details.utm_medium
utm_campaign = source_details.utm_campaign
Landing Page = source_details.landing_page
gclid = source_details.gclid
fbclid = source_details.fbclid
IP Address = device.ip
User Agent = device.user_agent
Time Zone = device.time_zone
Device ID = device.device_id
Seconds on Form = form.seconds_on_form
Honeypot = form.honeypot
Consent Date = consent.given_at
Consent Version = consent.text_version
Status = conversion_status
Conversion Date = conversion_date
Revenue = revenue
Currency = currency
Delivered At = delivered_at
Message = message
Monthly Bill = custom.monthly_bill
Homeowner = custom.homeowner
`);

const GERMAN_COLUMNS = columns(`
Vorgangsnummer = external_id
Eingang am = created_at
Vorname = given_name
Nachname = family_name
E-Mail-Adresse = email
Telefon = phone
Firma = company
Straße = address.street
PLZ = address.postal_code
Ort = address.city
Bundesland = address.region
Land = address.country
Quelle = source
Kampagne = source_details.campaign_id
Suchbegriff = source_details.keyword
Herkunftsseite = source_details.referrer
IP-Adresse = device.ip
Ausfülldauer (Sek.) = form.seconds_on_form
Einwilligung am = consent.given_at
Status = conversion_status
Abschluss am = conversion_date
Umsatz = revenue
Währung = currency
Übergeben am = delivered_at
Nachricht = message
Sparte = custom.sparte
Vertrag bis = custom.vertrag_bis
`);

const FRENCH_COLUMNS = columns(`
Référence = external_id
Date de création = created_at
Nom complet = name
Courriel = email
Téléphone = phone
Société = company
Adresse = address.street
Code postal = address.postal_code
Ville = address.city
Région = address.region
Pays = address.country
Origine = source
Campagne = source_details.campaign_id
Mot-clé = source_details.keyword
Statut = conversion_status
Date de conversion = conversion_date
Chiffre d'affaires = revenue
Devise = currency
Commentaire = message
Taille de l'équipe = custom.team_size
`);

const ENGLISH_COLUMNS = columns(`
reference = external_id
submitted = created_at
full name = name
email address = email
telephone = phone
organisation = company
town = address.city
county = address.region
postcode = address.postal_code
country code = address.country
lead source = source
campaign = source_details.campaign_id
stage = conversion_status
won on = conversion_date
value = revenue
notes = message
course = custom.course
`);

/** Every shape the demo can write. */
export const CSV_SHAPES: readonly CsvShape[] = [
  {
    name: 'us',
    format: 'csv',
    client: 'halcyon',
    delimiter: ',',
    newline: '\n',
    encoding: 'utf-8',
    byteOrderMark: false,
    decimal: '.',
    dates: 'iso',
    columns: US_COLUMNS,
  },
  {
    name: 'german',
    format: 'csv',
    client: 'nordlicht',
    delimiter: ';',
    newline: '\r\n',
    encoding: 'windows-1252',
    byteOrderMark: false,
    decimal: ',',
    dates: 'dd.mm.yyyy',
    columns: GERMAN_COLUMNS,
  },
  {
    name: 'french',
    format: 'csv',
    client: 'brightwell',
    delimiter: ';',
    newline: '\r\n',
    encoding: 'utf-8',
    byteOrderMark: true,
    decimal: ',',
    dates: 'dd/mm/yyyy',
    columns: FRENCH_COLUMNS,
  },
  {
    name: 'tab-utf16',
    format: 'csv',
    client: 'brightwell',
    delimiter: '\t',
    newline: '\r\n',
    encoding: 'utf-16le',
    byteOrderMark: true,
    decimal: '.',
    dates: 'iso',
    columns: ENGLISH_COLUMNS,
  },
  {
    name: 'ndjson',
    format: 'ndjson',
    client: 'halcyon',
    delimiter: '',
    newline: '\n',
    encoding: 'utf-8',
    byteOrderMark: false,
    decimal: '.',
    dates: 'iso',
    columns: [],
  },
];

/** The value at a path of at most two steps. */
export function fieldOf(lead: LeadCreate, path: string): unknown {
  const dot = path.indexOf('.');
  if (dot < 0) return lead[path as keyof LeadCreate];
  const part = lead[path.slice(0, dot) as keyof LeadCreate];
  return typeof part === 'object' ? (part as Record<string, unknown>)[path.slice(dot + 1)] : undefined;
}

const TIMES = new Set(['created_at', 'conversion_date', 'delivered_at', 'clicked_at', 'consent.given_at']);

/** Writes a value as the shape does; absent values are empty. */
export function formatField(value: unknown, field: string, shape: CsvShape): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'number') return shape.decimal === ',' ? String(value).replace('.', ',') : String(value);
  const text = String(value);
  if (shape.dates === 'iso' || !TIMES.has(field)) return text;
  const [year, month, day] = [text.slice(0, 4), text.slice(5, 7), text.slice(8, 10)];
  const separator = shape.dates === 'dd.mm.yyyy' ? '.' : '/';
  return `${day}${separator}${month}${separator}${year} ${text.slice(11, 19)}`;
}
