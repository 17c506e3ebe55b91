import { useId } from 'react';
import type { ScoringVersion } from '#contract/scoring-settings.ts';
import { Badge } from '../../ui/badge.tsx';
import { dateTimeFull } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';

/** Every set of rules there was. A lead keeps the number of the set that scored it. */
export function VersionsPanel({
  versions,
  current,
  timeZone,
}: {
  versions: readonly ScoringVersion[];
  current: number;
  timeZone: string;
}) {
  const id = useId();
  return (
    <Panel id={id} title="Versions" bodyClassName="pt-0 pb-2">
      <ul className="divide-y divide-line">
        {versions.map((one) => (
          <li key={one.version} className="flex flex-wrap items-center gap-x-3 py-2 text-xs">
            <span className="num w-24 font-medium text-ink">
              {one.version === 0 ? 'Default rules' : `Version ${one.version}`}
            </span>
            <span className="num text-muted">
              {one.created_at
                ? `${dateTimeFull(one.created_at, timeZone)} by ${one.created_by_name}`
                : 'as Assay brings them'}
            </span>
            {one.version === current && <Badge tone="good">In force</Badge>}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
