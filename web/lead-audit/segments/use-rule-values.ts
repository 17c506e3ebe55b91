/** What rules can be about at this client: values its leads have, checks there are, segments that are saved. */
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ImportRecord } from '#contract/import.ts';
import type { Client } from '#contract/workspace.ts';
import { EMPTY_VALUE } from '#domain/lead-list/value-list.ts';
import { request } from '../../api.ts';
import { segmentsQuery } from '../../segments.ts';
import { scoringQuery } from '../../settings/scoring/scoring-api.ts';
import { KIND_LABEL } from '../../source-book.ts';
import type { Option } from '../../ui/select.tsx';
import { CONVERSION, VALIDATION } from '../lead-words.ts';
import { facetOptions } from '../leads/facet-options.ts';
import { facetsQuery } from '../queries.ts';
import type { BuilderContext } from './builder-context.ts';

const labelled = (words: Record<string, { label: string }>): Option[] =>
  Object.entries(words).map(([value, { label }]) => ({ value, label }));
const FIXED: Record<string, readonly Option[]> = {
  validation_status: labelled(VALIDATION),
  conversion_status: labelled(CONVERSION),
  source_kind: Object.entries(KIND_LABEL).map(([value, label]) => ({ value, label })),
};

/** `self` is the segment being written, which cannot be in itself. */
export function useRuleValues(client: Client, self: string | undefined): Omit<BuilderContext, 'errorAt'> {
  const { data: facets } = useQuery(facetsQuery({ client_id: client.id }));
  const { data: scoring } = useQuery(scoringQuery(client.id));
  const { data: segments } = useQuery(segmentsQuery(client.id));
  const { data: imports } = useQuery({
    queryKey: ['imports', client.id, 'names'],
    queryFn: async ({ signal }) =>
      (await request<{ imports: ImportRecord[] }>('GET', '/imports', { query: { client_id: client.id }, signal }))
        .imports,
    retry: false,
  });
  return useMemo(() => {
    const fromFacet = (field: 'source' | 'country' | 'region') =>
      facetOptions(field, facets?.[field], []).map(({ value, label }) => ({
        value: value === EMPTY_VALUE ? '' : value,
        label,
      }));
    const known: Record<string, readonly Option[]> = {
      ...FIXED,
      source: fromFacet('source'),
      country: fromFacet('country'),
      region: fromFacet('region'),
      import_id: (imports ?? []).map(({ id, file_name }) => ({ value: id, label: `${file_name} (${id.slice(-6)})` })),
    };
    return {
      values: (field: string) => known[field],
      checks: (scoring?.checks ?? []).map(({ id, title }) => ({ value: id, label: title })),
      segments: (segments ?? []).filter(({ id }) => id !== self).map(({ id, name }) => ({ value: id, label: name })),
    };
  }, [facets, scoring, segments, imports, self]);
}
