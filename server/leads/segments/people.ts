/** What segments ask of people beside their leads: how they stand in recency, frequency and value. */
import * as z from 'zod';
import { type Rfm, rfmSql } from '#domain/segments/rfm.ts';
import { ask, type ClickHouse, SafeInteger } from '../../platform/clickhouse.ts';

const RfmRow = z.object({
  identity_id: z.string(),
  recency: SafeInteger,
  frequency: SafeInteger,
  monetary: SafeInteger,
});

export interface RfmScope {
  clickhouse: ClickHouse;
  clientId: string;
  /** Of the client. */
  currency: string;
  /** Milliseconds since 1970. */
  now: number;
}

/** RFM scores of some people of a client among all of them, by identity. */
export async function rfmOfPeople(
  { clickhouse, clientId, currency, now }: RfmScope,
  identities: readonly string[],
): Promise<Map<string, Rfm>> {
  const everyone = rfmSql({ client: '{client:UUID}', currency: '{currency:String}', now: '{now:Int64}' });
  const rows = await ask(
    clickhouse,
    `select identity_id, recency, frequency, monetary from (${everyone}) where identity_id in {identities:Array(UUID)}`,
    { client: clientId, currency, now, identities },
    RfmRow,
  );
  return new Map(rows.map(({ identity_id, ...rfm }) => [identity_id, rfm]));
}
