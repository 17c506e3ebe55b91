import { Columns3 } from 'lucide-react';
import { Button, IconButton } from '../../ui/button.tsx';
import { Popover } from '../../ui/popover.tsx';
import { COLUMNS, type LeadColumn } from './columns.tsx';

/** Which columns the table shows. The choice stands in the address, so that a shared link and a saved view keep it. */
export function ColumnChooser({
  shown,
  onChange,
}: {
  shown: LeadColumn[];
  /** Ids in the table's order; undefined for the standard ones. */
  onChange: (ids: string[] | undefined) => void;
}) {
  const on = new Set(shown.map((column) => column.id));
  const toggle = (id: string) => {
    const next = COLUMNS.filter((column) => (column.id === id ? !on.has(id) : on.has(column.id)));
    const standard = next.length === 0 || COLUMNS.every((column) => next.includes(column) === Boolean(column.standard));
    onChange(standard ? undefined : next.map((column) => column.id));
  };
  return (
    <Popover
      title="Columns"
      align="end"
      className="max-h-[70dvh] w-52 overflow-y-auto p-1"
      trigger={
        <IconButton label="Columns" variant="outline">
          <Columns3 />
        </IconButton>
      }
    >
      {COLUMNS.map((column) => (
        <label
          key={column.id}
          className="flex min-h-7 items-center gap-2 rounded-[5px] px-2 text-sm text-body hover:bg-hover coarse:min-h-11"
        >
          <input type="checkbox" className="row-check" checked={on.has(column.id)} onChange={() => toggle(column.id)} />
          {column.label}
        </label>
      ))}
      <Button variant="ghost" className="mt-1 w-full" onClick={() => onChange(undefined)}>
        Standard columns
      </Button>
    </Popover>
  );
}
