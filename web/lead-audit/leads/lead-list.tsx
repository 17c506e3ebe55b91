import { useNavigate } from '@tanstack/react-router';
import { Filter, Rows3, SearchX, SlidersHorizontal, X } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Lead } from '#contract/lead.ts';
import type { Client } from '#contract/workspace.ts';
import { isTyping, lettersOn } from '../../shell/hotkeys.ts';
import { Page } from '../../shell/page.tsx';
import { addDays, todayIn } from '../../shell/period.ts';
import { useSources } from '../../sources.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { FilterChip } from '../../ui/filter-chip.tsx';
import { int, plural } from '../../ui/format.ts';
import { SearchInput } from '../../ui/input.tsx';
import { Popover } from '../../ui/popover.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useStored } from '../../ui/stored.ts';
import { useIsMobile, useMedia } from '../../ui/use-media.ts';
import { ExportMenu } from '../export-menu.tsx';
import { LeadDrawer } from '../lead/lead-drawer.tsx';
import { SavedViews } from '../saved-views.tsx';
import { BulkBar } from './bulk-bar.tsx';
import { ColumnChooser } from './column-chooser.tsx';
import type { CellContext } from './columns.tsx';
import { FILTER_LABEL, filterText } from './facet-options.ts';
import { FacetPanel } from './facet-panel.tsx';
import { LeadCards } from './lead-cards.tsx';
import { activeFilters, FILTER_KEYS, NO_FILTERS } from './lead-search.ts';
import { LeadTable } from './lead-table.tsx';
import { NOTHING, type Picked } from './selection.ts';
import { useLeadList } from './use-lead-list.ts';
import { useWords } from './use-words.ts';

const VIEWS: { name: string; query: Record<string, string> }[] = [
  { name: 'All leads', query: {} },
  { name: 'Fraudulent', query: { validation_status: 'fraudulent' } },
  { name: 'Duplicates', query: { duplicate: 'true' } },
  { name: 'Best, not contacted', query: { quality_score: '80-100', conversion_status: 'new' } },
];
const VIEW_KEYS = [...FILTER_KEYS, 'sort', 'cols'];

export function LeadList({ client }: { client: Client }) {
  const words = useWords();
  const state = useLeadList(client, words.asked);
  const { search, patch, leads, total, columns } = state;
  const { book } = useSources(client);
  const mobile = useIsMobile();
  const wide = useMedia('(min-width: 1180px)');
  const roomy = useMedia('(min-width: 1720px)');
  const [facetsOn, setFacetsOn] = useStored('assay.leads.facets', 'on');
  const [density, setDensity] = useStored('assay.leads.density', 'compact');
  const [picked, setPicked] = useState<Picked>(NOTHING);
  const gridRef = useRef<HTMLDivElement>(null);
  const titleRef = useRef<HTMLHeadingElement>(null);
  const searchRef = useRef<HTMLInputElement>(null);
  const context: CellContext = useMemo(
    () => ({ book, timeZone: client.time_zone, currency: client.currency, now: Date.now() }),
    [book, client],
  );

  // What was picked belongs to the list it was picked from.
  const listKey = JSON.stringify([state.filter, words.asked]);
  const [pickedFrom, setPickedFrom] = useState(listKey);
  if (pickedFrom !== listKey) {
    setPickedFrom(listKey);
    setPicked(NOTHING);
  }

  const close = () => patch({ lead: undefined, tab: undefined });
  const open = (lead: Lead, focus: boolean) => {
    patch({ lead: lead.id }, Boolean(search.lead));
    if (focus) setTimeout(() => titleRef.current?.focus(), 60);
  };
  const step = (by: number) => {
    const at = leads.findIndex((lead) => lead.id === search.lead);
    const next = leads[at + by];
    if (next) patch({ lead: next.id });
    else if (by > 0) state.onEnd();
  };
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== '/' || isTyping(event.target) || !lettersOn()) return;
      event.preventDefault();
      searchRef.current?.focus();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);

  const active = activeFilters(search);
  // The segment stands by the period, with its name.
  const chips = active.filter((key) => key !== 'segment');
  const clear = () => {
    words.setTyped('');
    patch(NO_FILTERS);
  };
  const facets = <FacetPanel state={state} book={book} searching={words.asked !== ''} />;
  const showFacets = !mobile && facetsOn === 'on' && (roomy || !search.lead);

  return (
    <Page
      title="Leads"
      crumbs={[['Marketing'], ['Lead Audit', '/lead-audit'], ['Leads']]}
      fill
      segment
      actions={<ExportMenu filter={state.filter} clientId={client.id} />}
    >
      <div className="flex flex-wrap items-center gap-1.5 px-5 pt-3 pb-2 max-md:px-3">
        <SavedViews page="leads" clientId={client.id} builtIn={VIEWS} keys={VIEW_KEYS} />
        <SearchInput
          ref={searchRef}
          label="Search leads"
          placeholder="Name, e-mail, phone, company"
          className="ml-auto w-60 max-md:ml-0 max-md:flex-1"
          value={words.typed}
          onChange={(event) => words.setTyped(event.target.value)}
        />
        {mobile ? (
          <Popover
            title="Filters"
            align="end"
            className="relative max-h-[70dvh] w-[calc(100vw-16px)] overflow-y-auto px-4"
            trigger={<Button icon={<SlidersHorizontal />}>Filter</Button>}
          >
            {facets}
          </Popover>
        ) : (
          <>
            <IconButton
              label={facetsOn === 'on' ? 'Hide filters' : 'Show filters'}
              variant="outline"
              aria-pressed={facetsOn === 'on'}
              onClick={() => setFacetsOn(facetsOn === 'on' ? 'off' : 'on')}
            >
              <Filter />
            </IconButton>
            <IconButton
              label={density === 'compact' ? 'Comfortable rows' : 'Compact rows'}
              variant="outline"
              onClick={() => setDensity(density === 'compact' ? 'comfortable' : 'compact')}
            >
              <Rows3 />
            </IconButton>
            <ColumnChooser shown={columns} onChange={(ids) => patch({ cols: ids?.join(',') })} />
          </>
        )}
      </div>
      {(chips.length > 0 || words.asked) && (
        <div className="flex flex-wrap items-center gap-1.5 px-5 pb-2 max-md:px-3">
          {words.asked && <FilterChip label="Search" value={words.asked} onClear={() => words.setTyped('')} />}
          {chips.map((key) => (
            <FilterChip
              key={key}
              label={FILTER_LABEL[key]}
              value={filterText(key, search[key] ?? '')}
              onClear={() => patch({ [key]: undefined })}
            />
          ))}
          <Button size="xs" variant="ghost" icon={<X />} onClick={clear}>
            Clear
          </Button>
        </div>
      )}
      {/* Stands whatever the list shows, so that what came of a filter is read, none included. */}
      <p role="status" className="sr-only">
        {!state.loading && !state.stale && !state.error && saidOf(state, client)}
      </p>
      <div className="flex min-h-0 flex-1 border-t border-line">
        {showFacets && (
          <aside
            aria-label="Filters"
            className="relative w-[200px] shrink-0 overflow-y-auto border-r border-line px-4 py-1"
          >
            {facets}
          </aside>
        )}
        <div aria-busy={state.stale} className="flex min-h-0 min-w-0 flex-1 flex-col bg-panel">
          {state.error ? (
            <Problem error={state.error} onRetry={state.retry} />
          ) : state.loading ? (
            <div className="p-4">
              <Skeleton height="60dvh" label="Loading leads" />
            </div>
          ) : leads.length === 0 ? (
            <NothingMatches client={client} onClear={active.length > 0 || words.asked ? clear : undefined} />
          ) : mobile ? (
            <>
              <Count state={state} client={client} className="border-b" />
              <LeadCards leads={leads} context={context} onOpen={(lead) => open(lead, false)} onEnd={state.onEnd} />
            </>
          ) : (
            <>
              <LeadTable
                leads={leads}
                total={total}
                columns={columns}
                context={context}
                sort={state.sort}
                onSort={(field, desc) => patch({ sort: `${desc ? '-' : ''}${field}` })}
                picked={picked}
                onPicked={setPicked}
                openId={search.lead}
                onOpen={open}
                onEscape={() => (search.lead ? close() : setPicked(NOTHING))}
                onEnd={state.onEnd}
                dense={density === 'compact'}
                gridRef={gridRef}
              />
              <Count state={state} client={client} className="border-t" keys />
            </>
          )}
        </div>
      </div>
      <BulkBar
        picked={picked}
        onPicked={setPicked}
        matching={total}
        filter={state.filter}
        clientId={client.id}
        searching={words.asked !== ''}
        shifted={wide && Boolean(search.lead)}
        returnFocus={gridRef}
      />
      <LeadDrawer
        id={search.lead}
        known={leads.find((lead) => lead.id === search.lead)}
        client={client}
        book={book}
        tab={search.tab ?? 'score'}
        onTab={(tab) => patch({ tab })}
        onClose={close}
        onStep={step}
        onOpen={(id) => patch({ lead: id })}
        modal={!wide}
        titleRef={titleRef}
        returnFocus={gridRef}
      />
    </Page>
  );
}

/** Nothing in the list: take the filters away, or, where there are none, look further back. */
function NothingMatches({ client, onClear }: { client: Client; onClear?: () => void }) {
  const navigate = useNavigate({ from: '/lead-audit/leads' });
  const today = todayIn(client.time_zone, new Date());
  const back = () => void navigate({ search: (previous) => ({ ...previous, from: addDays(today, -364), to: today }) });
  return (
    <Empty
      icon={<SearchX />}
      title={onClear ? 'No leads match' : 'No leads in this period'}
      action={<Button onClick={onClear ?? back}>{onClear ? 'Clear filters' : 'Show the last 12 months'}</Button>}
    >
      {client.name} has {plural(client.leads, 'lead')} in all. Widen the period{onClear && ' or remove a filter'}.
    </Empty>
  );
}

/** What came of a filter, in as few words as can be. */
const saidOf = ({ total }: ReturnType<typeof useLeadList>, client: Client): string =>
  total === 0 ? 'No leads match' : `${int(total)}${total === client.leads ? '' : ` of ${int(client.leads)}`} leads`;

/** How many leads match, and how good they are on average. */
function Count({
  state,
  client,
  className,
  keys,
}: {
  state: ReturnType<typeof useLeadList>;
  client: Client;
  className: string;
  keys?: boolean;
}) {
  return (
    <p
      className={`num flex min-h-[33px] shrink-0 items-center gap-3 border-line bg-sunken px-4 text-xs text-muted max-md:px-3 ${className}`}
    >
      <span>
        <b className="font-semibold text-ink">{int(state.total)}</b>
        {state.total !== client.leads && ` of ${int(client.leads)}`} leads
      </span>
      {state.mean !== null && <span>Mean score {Math.round(state.mean)}</span>}
      {state.more && <span>Loading more…</span>}
      {keys && <span className="ml-auto max-xl:hidden">↑ ↓ move · Enter open · X select · ? keys</span>}
    </p>
  );
}
