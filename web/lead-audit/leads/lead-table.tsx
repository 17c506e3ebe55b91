// biome-ignore-all lint/a11y/useSemanticElements: a virtual grid places its rows itself, which table elements do not allow.
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid holds the focus and names the active row.
import { useVirtualizer } from '@tanstack/react-virtual';
import { ChevronDown, ChevronUp } from 'lucide-react';
import { memo, type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import type { Lead } from '#contract/lead.ts';
import { cn } from '../../ui/cn.ts';
import { RowCheck } from '../../ui/row-check.tsx';
import type { CellContext, LeadColumn } from './columns.tsx';
import { leadName } from './lead-cells.tsx';
import type { SortField } from './lead-search.ts';
import { headState, isPicked, NOTHING, type Picked, pickRange, toggle } from './selection.ts';

const CHECK_WIDTH = 40;
const templateOf = (columns: readonly LeadColumn[]) =>
  [
    `${CHECK_WIDTH}px`,
    ...columns.map((column) => (column.grow ? `minmax(${column.width}px, ${column.grow}fr)` : `${column.width}px`)),
  ].join(' ');
const rowId = (id: string) => `lead-row-${id}`;
const headId = (column: LeadColumn) => `lead-head-${column.id}`;
const cellId = (lead: Lead, column: LeadColumn) => `lead-cell-${column.id}-${lead.id}`;
/** A row is called by its cells, each bare number by its head as well; its tick box has a name of its own. */
const rowNamedBy = (lead: Lead, columns: readonly LeadColumn[]) =>
  columns.flatMap((column) => [...(column.bare ? [headId(column)] : []), cellId(lead, column)]).join(' ');

interface Props {
  leads: Lead[];
  total: number;
  columns: LeadColumn[];
  context: CellContext;
  sort: { field: SortField; desc: boolean };
  onSort: (field: SortField, desc: boolean) => void;
  picked: Picked;
  onPicked: (picked: Picked) => void;
  openId: string | undefined;
  /** `focus` moves the keyboard into the opened lead. */
  onOpen: (lead: Lead, focus: boolean) => void;
  onEscape: () => void;
  onEnd: () => void;
  dense: boolean;
  gridRef: RefObject<HTMLDivElement | null>;
}

/** Virtual rows: the page holds about 40 of them whatever the count. Arrows move, X picks, Enter opens. */
export function LeadTable(props: Props) {
  const { leads, total, columns, context, sort, onSort, picked, onPicked, openId, onOpen, dense, gridRef } = props;
  const ids = useMemo(() => leads.map((lead) => lead.id), [leads]);
  const [cursor, setCursor] = useState(0);
  const anchor = useRef(0);
  const rowHeight = dense ? 36 : 46;
  const virtual = useVirtualizer({
    count: leads.length,
    getScrollElement: () => gridRef.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  });
  useEffect(() => {
    if (rowHeight) virtual.measure();
  }, [rowHeight, virtual]);
  useEffect(() => {
    const i = openId ? ids.indexOf(openId) : -1;
    if (i >= 0) setCursor(i);
  }, [openId, ids]);
  const items = virtual.getVirtualItems();
  const { onEnd } = props;
  const nearEnd = (items.at(-1)?.index ?? 0) > leads.length - 60;
  useEffect(() => {
    if (nearEnd) onEnd();
  }, [nearEnd, onEnd]);
  const template = useMemo(() => templateOf(columns), [columns]);
  const minWidth = CHECK_WIDTH + columns.reduce((sum, column) => sum + column.width, 0);

  const pick = (i: number, range: boolean) => {
    const lead = leads[i];
    if (!lead) return;
    onPicked(range ? pickRange(picked, ids, anchor.current, i) : toggle(picked, lead.id, ids));
    anchor.current = i;
    setCursor(i);
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    const move = MOVES[event.key];
    const lead = leads[cursor];
    if (move) {
      event.preventDefault();
      const next = Math.max(0, Math.min(leads.length - 1, cursor + move));
      setCursor(next);
      virtual.scrollToIndex(next);
      const target = leads[next];
      if (openId && target) onOpen(target, false);
    } else if (event.key === 'x' || event.key === 'X') pick(cursor, event.shiftKey);
    else if (event.key === 'Enter' && event.target === gridRef.current && lead) onOpen(lead, true);
    else if (event.key === 'Escape') props.onEscape();
  };
  const head = headState(picked, ids);
  const active = leads[cursor];
  return (
    <div
      ref={gridRef}
      role="grid"
      aria-label="Leads"
      aria-rowcount={total + 1}
      aria-multiselectable
      aria-activedescendant={active && rowId(active.id)}
      tabIndex={0}
      onKeyDown={onKeyDown}
      className="relative min-h-0 flex-1 overflow-auto outline-none focus-visible:shadow-[inset_0_0_0_2px_var(--focus)]"
    >
      <div style={{ minWidth }}>
        <div
          role="row"
          aria-rowindex={1}
          className="sticky top-0 z-10 grid border-b border-line bg-sunken text-xs font-medium text-muted"
          style={{ gridTemplateColumns: template }}
        >
          <div role="columnheader" className="flex h-8 items-center pl-4">
            <RowCheck
              aria-label="Select all loaded leads"
              checked={head === 'all'}
              indeterminate={head === 'some'}
              onChange={(event) => onPicked(event.target.checked ? { all: false, ids: new Set(ids) } : NOTHING)}
            />
          </div>
          {columns.map((column) => (
            <Head key={column.id} column={column} sort={sort} onSort={onSort} />
          ))}
        </div>
        <div role="rowgroup" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {items.map((item) => {
            const lead = leads[item.index];
            if (!lead) return null;
            const on = isPicked(picked, lead.id);
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the grid holds the focus and the keys.
              <div
                key={lead.id}
                id={rowId(lead.id)}
                data-row
                role="row"
                aria-rowindex={item.index + 2}
                aria-selected={on}
                aria-labelledby={rowNamedBy(lead, columns)}
                onClick={(event) => {
                  if (event.target instanceof HTMLInputElement) return;
                  setCursor(item.index);
                  onOpen(lead, false);
                }}
                className={cn(
                  'absolute inset-x-0 top-0 border-b border-line text-sm',
                  lead.id === openId || on ? 'bg-accent-soft' : 'hover:bg-hover',
                  item.index === cursor && 'shadow-[inset_2px_0_0_var(--accent)]',
                )}
                style={{ height: item.size, transform: `translateY(${item.start}px)` }}
              >
                <div role="presentation" className="grid h-full items-center" style={{ gridTemplateColumns: template }}>
                  <div role="gridcell" className="flex items-center pl-4">
                    <RowCheck
                      aria-label={`Select ${leadName(lead)}`}
                      checked={on}
                      readOnly
                      onClick={(event) => pick(item.index, event.shiftKey)}
                    />
                  </div>
                  <Cells lead={lead} columns={columns} context={context} />
                </div>
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

const MOVES: Record<string, number> = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1, PageDown: 20, PageUp: -20 };

/** Scrolling moves rows without drawing their cells again. */
const Cells = memo(function Cells({
  lead,
  columns,
  context,
}: {
  lead: Lead;
  columns: LeadColumn[];
  context: CellContext;
}) {
  return columns.map((column) => (
    <div
      key={column.id}
      id={cellId(lead, column)}
      role="gridcell"
      className="flex min-w-0 items-center overflow-hidden px-1.5"
    >
      {column.cell(lead, context)}
    </div>
  ));
});

/** These are best first: a first click shows the highest or newest. */
const DESC_FIRST: readonly SortField[] = [
  'quality_score',
  'conversion_probability',
  'created_at',
  'updated_at',
  'revenue',
];

function Head({
  column,
  sort,
  onSort,
}: {
  column: LeadColumn;
  sort: { field: SortField; desc: boolean };
  onSort: (field: SortField, desc: boolean) => void;
}) {
  const field = column.sort;
  const on = sort.field === field;
  return (
    <div
      id={headId(column)}
      role="columnheader"
      aria-sort={on ? (sort.desc ? 'descending' : 'ascending') : undefined}
      className="flex h-8 min-w-0 items-center px-1.5"
    >
      {field ? (
        <button
          type="button"
          className={cn('inline-flex h-7 min-w-0 items-center gap-0.5 hover:text-ink', on && 'text-ink')}
          onClick={() => onSort(field, on ? !sort.desc : DESC_FIRST.includes(field))}
        >
          <span className="truncate">{column.label}</span>
          {on &&
            (sort.desc ? <ChevronDown className="size-3" aria-hidden /> : <ChevronUp className="size-3" aria-hidden />)}
        </button>
      ) : (
        <span className="truncate">{column.label}</span>
      )}
    </div>
  );
}
