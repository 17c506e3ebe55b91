/** One text per lead, written alike by both stores, and its digest: equal texts mean that no column differs. */

/** A column of lead_fact, and how each store writes it as text. An absent value is `~`. */
type DigestColumn = readonly [name: string, postgres: string, clickhouse: string];

const absent = {
  postgres: (text: string) => `coalesce(${text}, '~')`,
  clickhouse: (text: string) => `ifNull(${text}, '~')`,
};

function text(name: string): DigestColumn {
  return [name, absent.postgres(name), absent.clickhouse(`toString(${name})`)];
}

function time(name: string): DigestColumn {
  return [
    name,
    absent.postgres(`((extract(epoch from ${name}) * 1000)::bigint)::text`),
    absent.clickhouse(`toString(toUnixTimestamp64Milli(${name}))`),
  ];
}

function value(name: string): DigestColumn {
  return [name, absent.postgres(`${name}::text`), absent.clickhouse(`toString(${name})`)];
}

/** A number that both stores keep in binary and write differently. */
function millionths(name: string, postgres = name): DigestColumn {
  return [
    name,
    absent.postgres(`(round(${postgres}::float8 * 1000000)::bigint)::text`),
    absent.clickhouse(`toString(toInt64(round(toFloat64(${name}) * 1000000)))`),
  ];
}

/** Of a lead's chance what stands in a row of its own. */
const chance = (column: string): string =>
  `(select chance.${column} from lead_chance chance where chance.client_id = lead.client_id and chance.lead_id = lead.id)`;

export const DIGEST_COLUMNS: readonly DigestColumn[] = [
  ['ver', `greatest(ver, ${chance('ver')})::text`, 'toString(ver)'],
  time('created_at'),
  time('updated_at'),
  text('source'),
  text('campaign_id'),
  text('ad_group_id'),
  text('keyword'),
  text('referrer'),
  text('country'),
  text('region'),
  text('email_domain'),
  text('phone_type'),
  text('validation_status'),
  text('conversion_status'),
  time('contacted_at'),
  time('qualified_at'),
  time('conversion_date'),
  time('lost_at'),
  value('revenue_minor'),
  ['currency', "coalesce(currency, '')", 'toString(currency)'],
  // Hundredths, because the engine keeps a score in binary.
  ['quality_score', '((quality_score * 100)::int)::text', 'toString(toInt32(round(quality_score * 100)))'],
  millionths('completeness'),
  ['flags', "array_to_string(flags, ',')", "arrayStringConcat(flags, ',')"],
  value('duplicate_of'),
  value('import_id'),
  ['tokens', "array_to_string(tokens, ',')", "arrayStringConcat(arrayMap(token -> toString(token), tokens), ',')"],
  time('audited_at'),
  ...[
    'visitor',
    'identity_id',
    'device_key',
    'ip_key',
    'net_key',
    'click_key',
    'text_key',
    'stem_key',
    'cadence_key',
  ].map(value),
  ['missing', "array_to_string(missing, ',')", "arrayStringConcat(missing, ',')"],
  [
    'text_bands',
    "array_to_string(text_bands, ',')",
    "arrayStringConcat(arrayMap(band -> toString(band), text_bands), ',')",
  ],
  time('clicked_at'),
  millionths('seconds_on_form'),
  millionths('engagement_score'),
  millionths('conversion_probability', chance('probability')),
];

export const SEPARATOR = '\u001f';

/** The text of a lead in PostgreSQL, over a row of `lead`. */
export const POSTGRES_TEXT = `concat_ws(chr(31), ${DIGEST_COLUMNS.map(([, postgres]) => postgres).join(', ')})`;

/** The text of a lead in ClickHouse, over a row of `lead_fact`. */
export const CLICKHOUSE_TEXT = `concat(${DIGEST_COLUMNS.map(([, , clickhouse]) => clickhouse).join(', char(31), ')})`;

/** The first 60 bits of the text's MD5 as an integer, which sums without overflow over any number of leads. */
export const POSTGRES_DIGEST = `('x' || left(md5(${POSTGRES_TEXT}), 15))::bit(60)::bigint`;
export const CLICKHOUSE_DIGEST = `toUInt128(bitShiftRight(reinterpretAsUInt64(reverse(substring(MD5(${CLICKHOUSE_TEXT}), 1, 8))), 4))`;

/** The columns in which two texts of one lead differ. */
export function differingColumns(postgres: string, clickhouse: string): string[] {
  const theirs = clickhouse.split(SEPARATOR);
  const ours = postgres.split(SEPARATOR);
  return DIGEST_COLUMNS.flatMap(([name], column) => (ours[column] === theirs[column] ? [] : [name]));
}
