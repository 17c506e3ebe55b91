import type { AuditLogEntry } from '#contract/people.ts';
import { useMe } from '../../shell/workspace.ts';
import { dateTimeFull } from '../../ui/format.ts';
import { ScrollBox } from '../../ui/scroll-box.tsx';
import { actionWord, shortId } from './action-words.ts';
import type { AuditSearch } from './audit-log-tab.tsx';

const link = 'max-w-full truncate text-left text-ink underline-offset-2 hover:underline coarse:min-h-11';

/** Entries of the log. A name or an object filters by itself. */
export function AuditTable({
  entries,
  timeZone,
  showClient,
  onFilter,
}: {
  entries: readonly AuditLogEntry[];
  timeZone: string;
  showClient: boolean;
  onFilter: (part: Partial<AuditSearch>) => void;
}) {
  const { clients } = useMe();
  return (
    <ScrollBox label="Entries of the audit log" className="panel">
      <table className="w-full min-w-[960px] text-xs">
        <thead>
          <tr className="text-muted [&>th]:h-9 [&>th]:px-3 [&>th]:text-left [&>th]:font-medium [&>th]:whitespace-nowrap">
            <th scope="col">When</th>
            <th scope="col">Who</th>
            <th scope="col">What</th>
            <th scope="col">Object</th>
            {showClient && <th scope="col">Client</th>}
            <th scope="col">Details</th>
            <th scope="col">Address</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr key={entry.id} className="border-t border-line align-top [&>td]:px-3 [&>td]:py-2">
              <td className="num whitespace-nowrap text-muted">{dateTimeFull(entry.at, timeZone)}</td>
              <td className="max-w-40">
                <button type="button" className={link} onClick={() => onFilter({ actor: entry.actor })}>
                  {actorName(entry)}
                </button>
              </td>
              <td className="max-w-52">
                <button
                  type="button"
                  className={link}
                  title={entry.action}
                  onClick={() => onFilter({ action: entry.action })}
                >
                  {actionWord(entry.action)}
                </button>
              </td>
              <td className="max-w-44">
                <button
                  type="button"
                  className={link}
                  onClick={() => onFilter({ object_type: entry.object_type, object_id: entry.object_id ?? undefined })}
                >
                  {entry.object_type}{' '}
                  {entry.object_id && <span className="font-mono text-2xs text-muted">{shortId(entry.object_id)}</span>}
                </button>
              </td>
              {showClient && (
                <td className="max-w-40 truncate text-body">
                  {entry.client_id
                    ? (clients.find((one) => one.id === entry.client_id)?.name ?? 'Another client')
                    : '–'}
                </td>
              )}
              <td className="min-w-72 font-mono text-2xs text-muted [overflow-wrap:anywhere]">
                {details(entry.detail)}
              </td>
              <td className="num whitespace-nowrap text-muted">{entry.ip ?? '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

function actorName({ actor, actor_label }: AuditLogEntry): string {
  if (actor_label) return actor_label;
  if (actor.startsWith('system')) return 'Assay itself';
  return actor === 'anonymous' ? 'Not signed in' : shortId(actor);
}

/** Details as pairs on one line; what is nested is written as JSON. */
function details(detail: Record<string, unknown>): string {
  return Object.entries(detail)
    .filter(([, value]) => value !== null && value !== '')
    .map(([key, value]) => `${key}: ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
    .join(' · ');
}
