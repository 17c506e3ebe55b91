/** The parts of a lead filter that are about segments. */
import type { SegmentGroup } from '#contract/segment-rules.ts';
import { compileSegment } from '#domain/segments/compile.ts';
import { refusedField } from '../../platform/errors.ts';
import type { Where } from '../filter.ts';
import type { SegmentBook } from './book.ts';

/** In any of the segments. Their rules hold for leads of their own client only. Throws 404 for one that is not there. */
export function inSegments(ids: readonly string[], book: SegmentBook): Where {
  return anyOf(
    ids.map((id, index) => {
      const segment = book.byId.get(id);
      if (segment === undefined) throw refusedField('segment', 'there is no such segment', 404);
      return ofClient(segment, segment.rules, book, `g${index}`);
    }),
  );
}

const RFM = /^(?:r([1-5]))?(?:f([1-5]))?(?:m([1-5]))?$/;

/** In any of the cells: `r5f4m1`, or fewer of the three. Throws 422 for what is none. */
export function inRfm(cells: readonly string[], book: SegmentBook): Where {
  const rules: SegmentGroup = {
    kind: 'group',
    match: 'any',
    rules: cells.map((cell) => {
      const [whole, ...digits] = RFM.exec(cell) ?? [];
      if (!whole) throw refusedField('rfm', 'give quintiles as r5f4m1, or fewer of the three');
      const [recency, frequency, monetary] = digits.map((digit) => (digit ? [Number(digit)] : undefined));
      return { kind: 'rfm', recency, frequency, monetary };
    }),
  };
  return anyOf(
    [...book.clients].map(([id, client], index) => ofClient({ clientId: id, ...client }, rules, book, `q${index}`)),
  );
}

function ofClient(
  { clientId, zone, currency }: { clientId: string; zone: string; currency: string },
  rules: SegmentGroup,
  { now, byId }: SegmentBook,
  prefix: string,
): Where {
  const segment = (id: string) => {
    const found = byId.get(id);
    return found?.clientId === clientId ? found.rules : undefined;
  };
  const condition = compileSegment(rules, { client: clientId, zone, currency, now, segment }, prefix);
  return {
    sql: `(lead_fact.client_id = {${prefix}_client:UUID} and ${condition.sql})`,
    params: { ...condition.params, [`${prefix}_client`]: clientId },
  };
}

function anyOf(parts: readonly Where[]): Where {
  if (parts.length === 0) return { sql: 'false', params: {} };
  return {
    sql: `(${parts.map(({ sql }) => sql).join(' or ')})`,
    params: Object.assign({}, ...parts.map(({ params }) => params)),
  };
}
