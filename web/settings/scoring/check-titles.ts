/** Titles of the checks that rules can test; the checks themselves, with their lists, stay on the server. */
import type { OptionGroup } from '../../ui/select.tsx';

const GROUPS: Record<string, Record<string, string>> = {
  'E-mail': {
    E01_SYNTAX: 'E-mail address is written correctly',
    E02_TYPO_DOMAIN: 'E-mail domain is spelt right',
    E03_TLD_UNKNOWN: 'E-mail domain ends in a real suffix',
    E04_NO_MX: 'E-mail domain has a mail server',
    E05_NULL_MX: 'E-mail domain accepts mail',
    E06_DISPOSABLE: 'E-mail address is not throw-away',
    E07_ROLE: 'E-mail address belongs to a person',
    E08_FREE_FOR_B2B: 'E-mail address is a company address',
    E09_ALIAS: 'E-mail address is no alias of one seen before',
    E10_DOMAIN_COMPANY: 'E-mail domain fits the company',
    E11_NAME_LOCAL: 'E-mail address fits the name',
  },
  Phone: {
    P01_PARSE: 'Phone number can be read',
    P02_INVALID_RANGE: 'Phone number is in an assigned range',
    P03_TYPE: 'Phone number is a personal line',
    P04_COUNTRY_MISMATCH: 'Phone country fits the lead',
    P05_FICTIONAL: 'Phone number is not made up',
    P06_PUBLIC_SMS: 'Phone number is not public',
  },
  Name: {
    N01_GARBAGE: 'Name is no gibberish',
    N02_KNOWN_FAKE: 'Name is no placeholder',
    N03_SWAPPED: 'Given and family name are in place',
    N04_SAME_FIELDS: 'Fields hold different things',
    N05_CASE_SCRIPT: 'Name is written in plain letters',
  },
  Data: {
    D01_COMPLETENESS: 'Required fields',
    D02_CONSISTENCY: 'Address agrees with itself',
    D03_DATE_SANITY: 'Dates are possible',
    D04_CONVERSION_STATE: 'Conversion facts agree',
  },
  Duplicate: {
    X01_EXACT_DUP: 'Seen before',
  },
  Behaviour: {
    B01_BOT_UA: 'User agent of a person',
    B02_UA_HINT_MISMATCH: 'Browser agrees with itself',
    B03_HONEYPOT: 'Hidden field left empty',
    B04_TOO_FAST: 'Time on the form',
    B05_NO_INPUT_EVENTS: 'Fields were filled by hand',
  },
  'IP address': {
    I01_DATACENTER: 'Not from a listed data centre',
    I02_PRIVATE_BOGON: 'Public IP address',
    I04_GEO_MISMATCH: 'IP country fits the lead',
    I05_TZ_MISMATCH: 'Browser clock fits the place',
  },
  Source: {
    S01_SOURCE_UNKNOWN: 'Source is registered',
    S02_UTM_REFERRER: 'Trail fits the source',
    S04_LEAD_AGE: 'Fresh at delivery',
  },
  Consent: {
    C01_NO_CONSENT: 'Consent on record',
    C02_CONSENT_CONFLICT: 'Consent holds',
  },
};

const TITLES = new Map(Object.values(GROUPS).flatMap((group) => Object.entries(group)));

/** A check by its title; one that is gone by its id. */
export const checkTitle = (id: string) => TITLES.get(id) ?? id;

export const CHECK_OPTIONS: OptionGroup[] = Object.entries(GROUPS).map(([label, checks]) => ({
  label,
  options: Object.entries(checks).map(([value, title]) => ({ value, label: title })),
}));
