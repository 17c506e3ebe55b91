/** What a sweep asks the engine, and the shapes of its answers. */
import * as z from 'zod';
import { ask, type ClickHouse, type ClickHouseParams, SafeInteger } from '../../platform/clickhouse.ts';
import { question } from '../questions.ts';

const Flag = z.union([z.boolean(), z.literal([0, 1])]).transform(Boolean);
const Nullable = z.number().nullable();
/** Time in milliseconds, id, whether it repeats an earlier lead of the person. */
const Lead = z.tuple([SafeInteger, z.string(), Flag]).transform(([at, id, repeats]) => ({ at, id, repeats }));

/** Asks one of the questions with its parameters. */
function asking<Row extends z.ZodType>(name: string, row: Row) {
  const text = question(name);
  return async (clickhouse: ClickHouse, params: ClickHouseParams): Promise<z.output<Row>[]> =>
    await ask(clickhouse, text, params, row);
}

export const askKeys = asking(
  'history-keys',
  z.object({
    kind: z.enum(['device', 'address', 'network', 'cadence']),
    key: z.string(),
    source_name: z.string(),
    leads: z.array(Lead),
  }),
);
export const askAddressDays = asking(
  'history-address-days',
  z.object({
    source_name: z.string(),
    kind: z.enum(['address', 'network']),
    ones: SafeInteger,
    twos: SafeInteger,
  }),
);
export const askSeries = asking(
  'history-series',
  z.object({
    of: z.enum(['text', 'address']),
    key: z.string(),
    source_name: z.string(),
    leads: SafeInteger,
    elsewhere: SafeInteger,
    ids: z.array(z.string()),
  }),
);
export const askSources = asking(
  'history-sources',
  z.object({
    source_name: z.string(),
    leads: SafeInteger,
    days: SafeInteger,
    with_text: SafeInteger,
    with_stem: SafeInteger,
    with_click_time: SafeInteger,
    median_click_seconds: Nullable,
    median_form_seconds: Nullable,
  }),
);
export const askDelays = asking(
  'history-delays',
  z.object({ source_name: z.string(), bins: z.array(z.tuple([SafeInteger, SafeInteger, SafeInteger, SafeInteger])) }),
);
export const askEarly = asking('history-early', z.object({ id: z.string() }));
export const askBurstLeads = asking('history-burst-leads', z.object({ id: z.string() }));
export const askHours = asking(
  'history-hours',
  z.object({
    source_name: z.string(),
    start: SafeInteger,
    day: SafeInteger,
    hour: SafeInteger,
    weekend: Flag,
    leads: SafeInteger,
  }),
);
export const askClicks = asking('history-clicks', z.object({ key: z.string(), leads: z.array(Lead) }));
export const askUntouched = asking(
  'history-untouched',
  z.object({
    id: z.string(),
    visitor: z.string(),
    at: SafeInteger,
    source_name: z.string(),
    share: z.number(),
  }),
);
export const askTouchShares = asking(
  'history-touch-shares',
  z.object({ source_name: z.string(), leads: SafeInteger, touched: SafeInteger }),
);
export const askSigns = asking(
  'history-signs',
  z.object({ source_name: z.string(), kind: z.string(), leads: SafeInteger, hits: SafeInteger }),
);
export const askOutlying = asking('history-outlying', z.object({ id: z.string() }));
