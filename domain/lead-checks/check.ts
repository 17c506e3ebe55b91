/**
 * The shape of a check. A check is a pure function of a prepared lead and the facts gathered beforehand
 * (duplicates, DNS answers, the client's registry), so one lead and a million get the same answer.
 */
import type { CheckResult, Evidence, Family, Severity } from '#contract/audit.ts';
import type { HistorySignal, ListKind, Verdict as PersonVerdict, SourceStanding } from '#contract/history.ts';
import type { LeadCreate } from '#contract/lead.ts';
import type { Witness } from '../form-tag/witness.ts';
import type { PreparedCompany } from './prepare/company.ts';
import type { PreparedEmail } from './prepare/email.ts';
import type { PreparedIp } from './prepare/ip.ts';
import type { PreparedName } from './prepare/name.ts';
import type { PreparedPhone } from './prepare/phone.ts';

export type Mode = 'offline' | 'dns' | 'history';

/** What a check may return. A finding without `outcome` means failed. */
export type Verdict =
  | 'passed'
  | { outcome: 'failed'; message: string; evidence: Evidence[]; suggestion?: string; list?: string }
  | { outcome: 'unknown' | 'not_run'; message: string };

/** A lead parsed once, so that no check parses again. Times are milliseconds since 1970. */
export interface PreparedLead {
  raw: LeadCreate;
  email: PreparedEmail | undefined;
  phone: PreparedPhone | undefined;
  name: PreparedName | undefined;
  company: PreparedCompany | undefined;
  ip: PreparedIp | undefined;
  /** The country the lead claims, else that of the phone, else the client's. ISO 3166-1 alpha-2. */
  country: string | undefined;
  createdAt: number;
}

/** A source as the client registered it. Ages in seconds. */
export interface RegisteredSource {
  name: string;
  kind: string;
  max_age_seconds?: number;
  countries?: string[];
  /** What a lead of it costs, as people write it: "24 USD". */
  price?: string;
}

/** DNS answers for the e-mail's domain, gathered before the checks run. Hosts in lower case without the final dot. */
export interface DnsFacts {
  mx: { exchange: string; priority: number }[] | 'nxdomain' | 'none' | 'error';
  addresses: string[];
  /** Addresses of the MX hosts, where they were looked up. */
  mxAddresses: string[];
  askedAt: number;
}

export interface EarlierLead {
  lead_id: string;
  createdAt: number;
  source: string;
}

/** An entry of a suppression list. `listedAt` in milliseconds since 1970. */
export interface ListEntry {
  kind: ListKind;
  list: string;
  listedAt: number;
}

/** What the client's other leads and its source's past say. */
export interface HistoryFacts {
  /** Signals that hold for this lead: of its device, network, text, click, or of its source at its time. */
  signals: readonly HistorySignal[];
  /** Undefined while nothing was learned of the source. */
  standing?: SourceStanding | undefined;
}

/** What is known beside the lead itself. Absent means: not gathered, so the check reports not_run. */
export interface Facts {
  now: number;
  /** The client's rules for this form: is a company address wanted, what channels need consent. */
  client: {
    country?: string;
    company_email_wanted?: boolean;
    consent_required?: ('email' | 'phone' | 'sms' | 'post')[];
    required_fields?: string[];
    duplicate_window_days: number;
  };
  sources?: readonly RegisteredSource[];
  dns?: DnsFacts;
  duplicates?: { email?: EarlierLead; phone?: EarlierLead; otherSource?: EarlierLead };
  history?: HistoryFacts;
  /** What comparing found among earlier leads: the likeliest repeat above the line for merging, and a sharer of phone or address. */
  likeness?: {
    person?: {
      lead: EarlierLead;
      weight_bits: number;
      /** From which on leads are merged unasked. */
      line_bits: number;
      steps: readonly { title: string; level: string; bits: number }[];
    };
    household?: { lead: EarlierLead; shared: readonly string[] };
  };
  /** Entries that hold for the e-mail address, its domain, and the phone number. */
  lists?: { email?: readonly ListEntry[]; domain?: readonly ListEntry[]; phone?: readonly ListEntry[] };
  /** What our own form tag saw when this form was sent, beside what was delivered. */
  witness?: Witness;
  /** What a person decided about this lead. */
  verdict?: { decision: PersonVerdict; by: string; at: number };
  /** Country of the IP address, from a list the operator brought; ISO 3166-1 alpha-2. None ships with Assay. */
  ipCountry?: string;
  /** Name and date of that list; there also where it does not tell the country of this address. */
  ipCountryList?: string;
}

export interface LeadCheck {
  id: string;
  family: Family;
  severity: Severity;
  mode: Mode;
  title: string;
  /** Set where not failing follows from what the source's past allows to be judged: told anew whenever it is read. */
  standing?: true;
  /** `before` are the results of the checks that stand before this one in the catalogue. */
  run(lead: PreparedLead, facts: Facts, before: readonly CheckResult[]): Verdict;
}
