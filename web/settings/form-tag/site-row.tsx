import type { CollectSite } from '#contract/collect.ts';
import { Status } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { CopyField } from '../../ui/copy-field.tsx';
import { age, dateTimeFull, plural } from '../../ui/format.ts';
import { snippetOf } from './sites-api.ts';

/** One site: what to put into its pages, and whether anything comes. */
export function SiteRow({
  site,
  timeZone,
  readOnly,
  onEdit,
  onStop,
  onStart,
}: {
  site: CollectSite;
  timeZone: string;
  readOnly: boolean;
  onEdit: () => void;
  onStop: () => void;
  onStart: () => void;
}) {
  const { name, stopped, last_event_at: last, events } = site;
  return (
    <li className="grid gap-3 px-4 py-3">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-56">
          <p className="truncate text-sm font-medium text-ink">{name}</p>
          <p className="text-2xs text-muted [overflow-wrap:anywhere]">{site.origins.join(', ')}</p>
        </div>
        <div className="num basis-56 text-xs" aria-live="polite">
          <Status tone={stopped || !last ? 'muted' : 'good'} hollow={stopped || !last}>
            {stopped ? 'Stopped' : last ? 'Events come' : 'Waiting for the first event'}
          </Status>
          {last && (
            <p className="text-2xs text-muted" title={dateTimeFull(last, timeZone)}>
              Last seen {age(last, Date.now(), timeZone)} ago, {plural(events, 'event')} so far
            </p>
          )}
        </div>
        {!readOnly && (
          <div className="flex gap-1.5">
            <Button onClick={onEdit}>
              Change<span className="sr-only"> {name}</span>
            </Button>
            {stopped ? (
              <Button onClick={onStart}>
                Start<span className="sr-only"> {name}</span>
              </Button>
            ) : (
              <Button variant="danger" onClick={onStop}>
                Stop<span className="sr-only"> {name}</span>
              </Button>
            )}
          </div>
        )}
      </div>
      <CopyField
        label={`Put this line into the head of each page of ${name}`}
        value={snippetOf(location.origin, site)}
      />
      <p className="text-2xs text-muted">
        {site.consent === 'ask' ? (
          <>
            Nothing is kept in the browser until the page calls <code className="font-mono">assay.consent(true)</code>.
            Each page load is a visitor of its own before that.
          </>
        ) : (
          'The tag keeps the visitor id in the browser at once, so load it only after the visitor consented.'
        )}
      </p>
    </li>
  );
}
