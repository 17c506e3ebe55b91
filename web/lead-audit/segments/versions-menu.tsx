import { useQuery } from '@tanstack/react-query';
import { History } from 'lucide-react';
import { useState } from 'react';
import type { Segment, SegmentVersions } from '#contract/segment.ts';
import type { Client } from '#contract/workspace.ts';
import { segmentVersionsQuery } from '../../segments.ts';
import { Button } from '../../ui/button.tsx';
import { dateTime } from '../../ui/format.ts';
import { Popover } from '../../ui/popover.tsx';

type Version = SegmentVersions['versions'][number];

/** Every version that was saved; picking one brings its rules back, to be looked at and saved as the next. */
export function VersionsMenu({
  client,
  segment,
  onPick,
}: {
  client: Client;
  segment: Segment;
  onPick: (version: Version) => void;
}) {
  const [open, setOpen] = useState(false);
  const { data: versions } = useQuery({ ...segmentVersionsQuery(client.id, segment.id), enabled: open });
  return (
    <Popover
      title="Versions"
      open={open}
      onOpenChange={setOpen}
      className="max-h-80 w-72 overflow-y-auto p-1"
      trigger={
        <Button size="md" icon={<History />}>
          Versions
        </Button>
      }
    >
      {versions?.map((version) => (
        <button
          key={version.version}
          type="button"
          onClick={() => {
            onPick(version);
            setOpen(false);
          }}
          className="flex min-h-9 w-full items-center gap-2 rounded-[5px] px-2 py-1 text-left text-sm text-body hover:bg-hover hover:text-ink coarse:min-h-11"
        >
          <span className="num font-medium text-ink">{version.version}</span>
          <span className="min-w-0 flex-1 truncate">{version.name}</span>
          <span className="text-right text-2xs text-muted">
            {version.saved_by}
            <br />
            {dateTime(version.saved_at, client.time_zone)}
          </span>
        </button>
      )) ?? <p className="px-2 py-2 text-xs text-muted">Loading versions</p>}
    </Popover>
  );
}
