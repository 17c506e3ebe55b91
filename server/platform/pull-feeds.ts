/**
 * What the engine pulls: one entry per table of PostgreSQL, one line per column. A feed over an old table, or a new
 * column of an old feed, needs a migration that ends with `update installation set epoch = gen_random_uuid()`, so that
 * everything is pulled anew; and `assay_sync` must be granted what is read here, and nothing personal.
 */

/** A column of the engine's table, how PostgreSQL gives it, and how the engine takes it. */
type FeedColumn = readonly [name: string, postgres: string, clickhouse: string];

export interface Feed {
  /** Table of PostgreSQL; it has a column `ver` (xid8), indexed where the table is large. */
  from: string;
  /** Table of ClickHouse. */
  into: string;
  columns: readonly FeedColumn[];
  /** Of what changed only this is pulled; SQL of PostgreSQL over a row of the table. */
  only?: string;
  /** The columns replace those of rows that the engine has already, found by these columns and older; no row is new. */
  onto?: readonly string[];
}

const plain = (...names: string[]): FeedColumn[] => names.map((name) => [name, name, name]);
const version: FeedColumn = ['ver', 'ver::text::bigint as ver', 'toUInt64(ver)'];
const time = (name: string): FeedColumn => [
  name,
  `(extract(epoch from ${name}) * 1000)::bigint as ${name}`,
  `fromUnixTimestamp64Milli(${name}, 'UTC')`,
];
/** Arrays travel as text. */
const split = (name: string) => `arrayFilter(x -> x != '', splitByChar(',', ${name}))`;
const list = (name: string): string => `array_to_string(${name}, ',') as ${name}`;
/** Of a lead's chance what stands in a row of its own. */
const chance = (column: string): string =>
  `(select chance.${column} from lead_chance chance where chance.client_id = lead.client_id and chance.lead_id = lead.id)`;
const deleted = (value: 0 | 1): FeedColumn => ['is_deleted', `${value} as is_deleted`, 'is_deleted'];

export const FEEDS: readonly Feed[] = [
  {
    from: 'lead',
    into: 'lead_fact',
    columns: [
      ...plain('client_id', 'id'),
      version,
      deleted(0),
      time('created_at'),
      time('updated_at'),
      ...plain('source', 'campaign_id', 'ad_group_id', 'keyword', 'referrer', 'country', 'region', 'email_domain'),
      ...plain('phone_type', 'validation_status', 'conversion_status'),
      time('contacted_at'),
      time('qualified_at'),
      time('conversion_date'),
      time('lost_at'),
      ...plain('revenue_minor'),
      ['currency', "coalesce(currency, '') as currency", 'currency'],
      // Hundredths, because the engine reads a number of two decimals as text.
      ['quality_score', '(quality_score * 100)::int as quality_score', 'quality_score / 100'],
      ...plain('completeness'),
      ['flags', list('flags'), split('flags')],
      ['missing', list('missing'), split('missing')],
      ...plain('duplicate_of', 'import_id'),
      ['tokens', list('tokens'), `arrayMap(x -> toInt64(x), ${split('tokens')})`],
      time('audited_at'),
      ...plain('visitor', 'identity_id', 'device_key', 'ip_key', 'net_key', 'click_key', 'text_key'),
      time('clicked_at'),
      ...plain('seconds_on_form', 'engagement_score', 'stem_key', 'cadence_key'),
      ['conversion_probability', `${chance('probability')} as conversion_probability`, 'conversion_probability'],
      ['text_bands', list('text_bands'), `arrayMap(x -> toInt64(x), ${split('text_bands')})`],
    ],
  },
  {
    from: 'lead_tombstone',
    into: 'lead_fact',
    columns: [...plain('client_id', 'id'), version, deleted(1), time('created_at')],
  },
  // A lead that changed later or together with its chance brings it along.
  {
    from: 'lead_chance',
    into: 'lead_fact',
    only: 'ver > (select lead.ver from lead where lead.client_id = lead_chance.client_id and lead.id = lead_id)',
    onto: ['client_id', 'id'],
    columns: [
      ...plain('client_id'),
      ['id', 'lead_id as id', 'id'],
      version,
      ['conversion_probability', 'probability as conversion_probability', 'conversion_probability'],
    ],
  },
  {
    from: 'source',
    into: 'source_fact',
    columns: [...plain('client_id', 'name', 'kind', 'price_minor'), version],
  },
  {
    from: 'touchpoint',
    into: 'touchpoint_fact',
    columns: [
      ...plain('client_id', 'id'),
      version,
      deleted(0),
      ...plain('visitor', 'lead_id'),
      time('at'),
      ...plain('kind', 'channel', 'source', 'campaign_id', 'ad_group_id', 'creative_id', 'keyword', 'referrer', 'page'),
      ...plain('click_key', 'seconds'),
    ],
  },
  {
    from: 'touchpoint_tombstone',
    into: 'touchpoint_fact',
    columns: [...plain('client_id', 'id'), version, deleted(1), ...plain('visitor'), time('at')],
  },
  {
    from: 'lead_mark',
    into: 'lead_mark_fact',
    columns: [
      ...plain('client_id', 'decision_id', 'lead_id', 'mark'),
      version,
      ['is_deleted', '(removed_at is not null)::int as is_deleted', 'is_deleted'],
    ],
  },
];

/** The tables of the engine that hold what was pulled. */
export const PULLED_TABLES = [...new Set(FEEDS.map(({ into }) => into))];
