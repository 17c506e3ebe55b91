/**
 * The rules a client starts with. Points are own judgement, to be edited in the settings; no published source weighs leads
 * in general. In each group the points for good signs add up to more than the cap, so that a lead can earn the cap in
 * more than one way (with or without DNS answers, with phone or e-mail first); penalties come off what the cap left.
 */
import type { Condition, RuleSet, ScoringRule } from '#contract/scoring.ts';

type Rule = Omit<ScoringRule, 'group'>;

export const DEFAULT_RULES: RuleSet = {
  groups: [
    { id: 'contactability', label: 'Can be reached', cap: 35 },
    { id: 'identity', label: 'Is somebody', cap: 20 },
    { id: 'authenticity', label: 'Acted as a person', cap: 25 },
    { id: 'completeness', label: 'Is complete', cap: 10 },
    { id: 'source', label: 'Came a known way', cap: 10 },
  ],
  rules: [
    ...group('contactability', [
      good('email_format', 'E-mail address is well formed', 10, passed('E01_SYNTAX')),
      good('email_suffix', 'E-mail domain can exist', 4, passed('E03_TLD_UNKNOWN')),
      good('email_receives', 'E-mail domain receives mail', 4, passed('E04_NO_MX')),
      good('phone_assigned', 'Phone number is in an assigned range', 12, passed('P02_INVALID_RANGE')),
      good('phone_country', 'Phone country fits the lead', 3, passed('P04_COUNTRY_MISMATCH')),
      good('phone_mobile', 'Phone is a mobile', 3, within('phone.type', 'MOBILE', 'FIXED_LINE_OR_MOBILE')),
      good('two_ways', 'Both ways to reach the person work', 5, passed('E01_SYNTAX'), passed('P02_INVALID_RANGE')),
      ...against([
        ['email_broken', 'E-mail address is malformed', 8, 'E01_SYNTAX'],
        ['email_typo', 'E-mail domain looks mistyped', 6, 'E02_TYPO_DOMAIN'],
        ['email_no_suffix', 'E-mail domain cannot exist', 14, 'E03_TLD_UNKNOWN'],
        ['email_no_mail', 'E-mail domain receives no mail', 14, 'E04_NO_MX'],
        ['email_refuses', 'E-mail domain refuses mail', 14, 'E05_NULL_MX'],
        ['email_throw_away', 'E-mail address is a throw-away', 12, 'E06_DISPOSABLE'],
        ['email_role', 'E-mail address is an office, not a person', 4, 'E07_ROLE'],
        ['phone_unparsed', 'Phone number cannot be read', 8, 'P01_PARSE'],
        ['phone_unassigned', 'Phone number is in no assigned range', 8, 'P02_INVALID_RANGE'],
        ['phone_kind', 'Phone is no personal line', 6, 'P03_TYPE'],
        ['phone_elsewhere', 'Phone country does not fit', 3, 'P04_COUNTRY_MISMATCH'],
        ['phone_fictional', 'Phone number is made up', 16, 'P05_FICTIONAL'],
      ]),
    ]),
    ...group('identity', [
      good('name_given', 'Name is given', 4, present('name')),
      good('name_full', 'Given and family name', 5, within('name.parts', 'several')),
      good('name_plausible', 'Name reads like a name', 5, passed('N01_GARBAGE'), passed('N02_KNOWN_FAKE')),
      good('company_given', 'Company is given', 4, present('company')),
      good('company_mailbox', 'E-mail address is of a company', 6, within('email.kind', 'company')),
      ...against([
        ['name_garbage', 'Name is keyboard noise', 14, 'N01_GARBAGE'],
        ['name_fake', 'Name is a placeholder', 16, 'N02_KNOWN_FAKE'],
        ['name_swapped', 'Given and family name look swapped', 2, 'N03_SWAPPED'],
        ['name_same_fields', 'Several fields hold the same value', 6, 'N04_SAME_FIELDS'],
        ['free_mailbox', 'Free mailbox where a company address is wanted', 6, 'E08_FREE_FOR_B2B'],
        ['company_differs', 'E-mail domain does not fit the company', 3, 'E10_DOMAIN_COMPANY'],
        ['name_differs', 'E-mail address names somebody else', 4, 'E11_NAME_LOCAL'],
        ['address_differs', 'Address contradicts itself', 3, 'D02_CONSISTENCY'],
      ]),
    ]),
    ...group('authenticity', [
      good('not_suspect', 'Starting points: nothing speaks against it yet', 13, present('source')),
      good('human_agent', 'User agent is a browser', 3, passed('B01_BOT_UA')),
      good('consistent_browser', 'Browser agrees with itself', 2, passed('B02_UA_HINT_MISMATCH')),
      good('honeypot_empty', 'Hidden field left empty', 2, passed('B03_HONEYPOT')),
      good('human_pace', 'Form filled at human pace', 4, passed('B04_TOO_FAST')),
      good('human_input', 'Form filled by hand or browser', 4, passed('B05_NO_INPUT_EVENTS')),
      good('public_address', 'IP address can be a visitor’s', 2, passed('I01_DATACENTER'), passed('I02_PRIVATE_BOGON')),
      ...against([
        ['bot_agent', 'User agent is a program', 20, 'B01_BOT_UA'],
        ['browser_contradiction', 'Browser contradicts itself', 12, 'B02_UA_HINT_MISMATCH'],
        ['honeypot_filled', 'Hidden field was filled', 25, 'B03_HONEYPOT'],
        ['too_fast', 'Form filled too fast', 18, 'B04_TOO_FAST'],
        ['no_input', 'Form filled without input', 16, 'B05_NO_INPUT_EVENTS'],
        ['data_centre', 'IP address is a data centre’s', 14, 'I01_DATACENTER'],
        ['no_visitor_address', 'IP address can be no visitor’s', 6, 'I02_PRIVATE_BOGON'],
        ['geo_differs', 'IP country does not fit', 5, 'I04_GEO_MISMATCH'],
        ['clock_differs', 'Browser clock does not fit', 4, 'I05_TZ_MISMATCH'],
        ['throw_away_mailbox', 'Throw-away mailbox', 18, 'E06_DISPOSABLE'],
        ['public_phone', 'Phone anybody can read', 18, 'P06_PUBLIC_SMS'],
        ['disguised_name', 'Name uses look-alike letters', 14, 'N05_CASE_SCRIPT'],
        ['trail_differs', 'Trail contradicts the source', 14, 'S02_UTM_REFERRER'],
        ['impossible_dates', 'Dates cannot be right', 8, 'D03_DATE_SANITY'],
        ['seen_before', 'Same person came before', 8, 'X01_EXACT_DUP'],
      ]),
    ]),
    ...group('completeness', [
      good('quarter', 'A quarter of the fields', 2, atLeast('completeness', 0.25)),
      good('half', 'Half of the fields', 3, atLeast('completeness', 0.5)),
      good('three_quarters', 'Three quarters of the fields', 3, atLeast('completeness', 0.75)),
      good('nearly_all', 'Nearly all fields', 2, atLeast('completeness', 0.9)),
    ]),
    ...group('source', [
      good('source_known', 'Source is registered', 4, passed('S01_SOURCE_UNKNOWN')),
      good('campaign_known', 'Campaign is named', 3, present('campaign_id')),
      good('utm_known', 'UTM source is named', 2, present('utm_source')),
      good('trail_fits', 'Trail fits the source', 2, passed('S02_UTM_REFERRER')),
      good('fresh', 'Fresh at delivery', 2, passed('S04_LEAD_AGE')),
      good('consent_recorded', 'Consent is on record', 3, passed('C01_NO_CONSENT')),
      ...against([
        ['source_unknown', 'Source is not registered', 3, 'S01_SOURCE_UNKNOWN'],
        ['stale', 'Too old at delivery', 4, 'S04_LEAD_AGE'],
        ['no_consent', 'Consent is missing', 10, 'C01_NO_CONSENT'],
        ['consent_conflict', 'Consent does not hold', 10, 'C02_CONSENT_CONFLICT'],
      ]),
    ]),
    // Stored ledgers hold points by place, so what came later stands at the end.
    ...group(
      'authenticity',
      against([
        ['device_crowd', 'Device sent many people', 20, 'B07_DEVICE_VELOCITY'],
        ['address_crowd', 'Address or network sent many', 16, 'B08_IP_VELOCITY'],
        ['resold', 'Sold twice', 16, 'X04_RESOLD'],
        ['altered', 'Delivered otherwise than sent', 20, 'S05_DATA_INTEGRITY'],
        ['early_click', 'Click put in before the form', 16, 'B11_CLICK_TO_LEAD'],
        ['click_reused', 'Click id is not genuine', 14, 'S03_CLICKID_FORMAT'],
        ['series', 'One of a series', 14, 'S07_TEMPLATE_LEADS'],
        ['untouched', 'No click or visit on record', 10, 'B10_NO_TOUCH'],
        ['bad_source', 'Its source stands out', 8, 'S06_SOURCE_OUTLIER'],
        ['pasted_series', 'Pasted in series', 6, 'B06_PASTE_ALL'],
        ['burst', 'Came in a burst of its source', 3, 'B09_BURST'],
      ]),
    ),
    ...group(
      'contactability',
      against([
        ['email_suppressed', 'Must not be written to', 14, 'E13_SUPPRESSED'],
        ['email_bounced', 'Our mail did not get through', 14, 'E12_BOUNCED'],
        ['phone_barred', 'Must not be called', 12, 'P07_DNC'],
      ]),
    ),
    ...group('source', against([['country_not_agreed', 'Of a country not agreed', 3, 'S08_SOURCE_COUNTRY']])),
  ],
};

function group(id: string, rules: readonly Rule[]): ScoringRule[] {
  return rules.map((rule) => ({ ...rule, group: id }));
}

function good(id: string, label: string, points: number, ...when: Condition[]): Rule {
  return { id, label, points, when };
}

/** One penalty per failed check: id, label, points to take, check. */
function against(penalties: readonly [id: string, label: string, points: number, check: string][]): Rule[] {
  return penalties.map(([id, label, points, check]) => ({
    id,
    label,
    points: -points,
    when: [{ kind: 'check', check, outcome: 'failed' }],
  }));
}

function passed(check: string): Condition {
  return { kind: 'check', check, outcome: 'passed' };
}

function present(field: string): Condition {
  return { kind: 'field_present', field };
}

function within(field: string, ...values: string[]): Condition {
  return { kind: 'field_in', field, values };
}

function atLeast(measure: string, value: number): Condition {
  return { kind: 'measure_at_least', measure, value };
}
