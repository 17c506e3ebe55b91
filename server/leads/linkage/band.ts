/** In which band a stored pair stands. */
import { type RawBuilder, sql } from 'kysely';
import { LEAD_SPEC } from '#domain/linkage/lead-spec.ts';
import { askingLevels } from '#domain/linkage/model.ts';

/** 'auto' for a pair of at least so many bits whose levels let it be merged unasked, else 'review'; see `mustAsk`. */
export function bandSql(
  weight: RawBuilder<unknown>,
  gammas: RawBuilder<unknown>,
  autoBits: number,
): RawBuilder<'auto' | 'review'> {
  const asks = askingLevels(LEAD_SPEC).map(
    ({ comparison, levels }) =>
      sql`(${gammas})[${sql.lit(comparison + 1)}] = any(${sql.lit(`{${levels.join()}}`)}::smallint[])`,
  );
  return sql`case when ${weight} >= ${autoBits}::real and not (${sql.join(asks, sql` or `)}) then 'auto' else 'review' end`;
}
