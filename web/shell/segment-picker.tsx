import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { ChevronDown, Shapes } from 'lucide-react';
import { paths } from '../paths.ts';
import { segmentsQuery, useSegment } from '../segments.ts';
import { Button } from '../ui/button.tsx';
import { Menu, MenuItem, MenuLabel, MenuRadioGroup, MenuSeparator } from '../ui/menu.tsx';
import { useClient } from './workspace.ts';

const ALL = 'all';

/** Narrows the page to the leads of a saved segment. */
export function SegmentPicker() {
  const client = useClient();
  const chosen = useSegment();
  const navigate = useNavigate();
  const { data: segments = [] } = useQuery({ ...segmentsQuery(client?.id ?? ''), enabled: client !== undefined });
  if (client === undefined) return null;
  const choose = (id: string) =>
    void navigate({
      to: '.',
      search: ((previous: object) => ({ ...previous, segment: id === ALL ? undefined : id })) as never,
    });
  const name = chosen === undefined ? 'All leads' : (segments.find(({ id }) => id === chosen)?.name ?? 'Segment');
  return (
    <Menu
      align="end"
      width={240}
      trigger={
        <Button
          icon={<Shapes />}
          aria-label={`Segment: ${name}`}
          className={`max-w-52 max-md:w-10 max-md:px-0 ${chosen ? 'border-accent-line bg-accent-soft text-accent-ink' : ''}`}
        >
          <span className="truncate max-md:sr-only">{name}</span>
          <ChevronDown className="text-muted max-md:hidden" />
        </Button>
      }
    >
      <MenuLabel>{segments.length > 0 ? 'Only leads of' : 'No segment is saved yet'}</MenuLabel>
      {segments.length > 0 && (
        <MenuRadioGroup
          value={chosen ?? ALL}
          onChange={choose}
          options={[
            { value: ALL, label: 'All leads' },
            ...segments.map(({ id, name: label }) => ({ value: id, label })),
          ]}
        />
      )}
      <MenuSeparator />
      <MenuItem onClick={() => void navigate({ to: paths.segments as '/' })}>
        {segments.length > 0 ? 'Manage segments' : 'Build a segment'}
      </MenuItem>
    </Menu>
  );
}
