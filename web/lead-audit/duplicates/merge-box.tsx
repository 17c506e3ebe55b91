import { GitMerge } from 'lucide-react';
import type { MergePreview } from '#contract/duplicates.ts';
import { Button } from '../../ui/button.tsx';
import { dateTime, money, plural } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';

/** What follows from a merge, and the answers that can be given. */
export function MergeBox({
  preview,
  currency,
  timeZone,
  mayWrite,
  busy,
  onMerge,
  onApart,
  onUnsure,
}: {
  preview: MergePreview;
  currency: string;
  timeZone: string;
  mayWrite: boolean;
  busy: boolean;
  onMerge: (althoughApart: boolean) => void;
  onApart?: () => void;
  onUnsure?: () => void;
}) {
  const { members, first, touches, repeats, paid_minor, apart } = preview;
  const keys = onApart !== undefined && onUnsure !== undefined;
  return (
    <div className="mt-4 rounded-lg border border-line bg-sunken p-3">
      {apart[0] && (
        <Notice tone="warn">
          {apart[0].by} keeps these apart since {dateTime(apart[0].at, timeZone)}.
        </Notice>
      )}
      <h3 className="text-xs font-semibold">After the merge</h3>
      <ul className="num mt-1.5 grid gap-1 text-xs text-body">
        <li>
          One person, first seen at {first.source} ({dateTime(first.at, timeZone)})
          {touches > 0 && `, ${plural(touches, 'touch', 'touches')} on the journey`}
        </li>
        {repeats.map(({ source, leads, paid_minor: paid }) => (
          <li key={source}>
            {source}: {plural(leads, 'lead')} counted as {leads === 1 ? 'a repeat' : 'repeats'}
            {paid > 0 && `, ${money(paid, currency)} paid again`}
          </li>
        ))}
        {paid_minor > 0 && (
          <li>
            {money(paid_minor, currency)} paid for {plural(members.length, 'record')} of this person
          </li>
        )}
        <li>Every record stays and keeps its own values</li>
      </ul>
      {mayWrite && (
        <div className="mt-3 flex flex-wrap items-center gap-2">
          <Button
            variant="primary"
            icon={<GitMerge />}
            disabled={busy}
            onClick={() => onMerge(apart.length > 0)}
            aria-keyshortcuts={keys ? 'y' : undefined}
          >
            {apart.length > 0 ? 'Merge anyway' : `Merge ${plural(members.length, 'record')}`}
          </Button>
          {onApart && (
            <Button disabled={busy} onClick={onApart} aria-keyshortcuts={keys ? 'n' : undefined}>
              Keep apart
            </Button>
          )}
          {onUnsure && (
            <Button variant="ghost" disabled={busy} onClick={onUnsure} aria-keyshortcuts={keys ? 'u' : undefined}>
              Not sure
            </Button>
          )}
          <span className="ml-auto text-2xs text-muted">Can be undone at any time</span>
        </div>
      )}
    </div>
  );
}
