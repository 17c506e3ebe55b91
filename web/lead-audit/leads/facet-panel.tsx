import { listOf, toList } from '../../shell/search-params.ts';
import type { SourceBook } from '../../source-book.ts';
import { FacetGroup } from '../../ui/facets.tsx';
import { SourceTile } from '../../ui/source-tile.tsx';
import { FACET_ORDER, FILTER_LABEL, facetOptions } from './facet-options.ts';
import type { LeadListState } from './use-lead-list.ts';

/** All facets with their counts. */
export function FacetPanel({
  state: { search, facets, patch },
  book,
  searching,
}: {
  state: LeadListState;
  book: SourceBook;
  searching: boolean;
}) {
  return (
    <>
      {searching && <p className="pt-2 text-2xs text-muted">Counts are without the words searched for.</p>}
      {FACET_ORDER.map((facet) => {
        const chosen = listOf(search[facet]);
        const options = facetOptions(facet, facets?.[facet], chosen);
        if (options.length === 0) return null;
        return (
          <FacetGroup
            key={facet}
            title={FILTER_LABEL[facet]}
            limit={facet === 'country' || facet === 'region' ? 5 : 7}
            selected={chosen}
            onChange={(values) => patch({ [facet]: toList(values) })}
            options={options.map((option) => ({
              ...option,
              adorn:
                facet === 'source' ? (
                  <SourceTile kind={book.kind(option.value)} color={book.color(option.value)} />
                ) : undefined,
            }))}
          />
        );
      })}
    </>
  );
}
