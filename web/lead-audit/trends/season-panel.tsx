import type { Trends } from '#contract/trends.ts';
import { day, pct } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** What each weekday brings against the mean, and the days on which the level changed. */
export function SeasonPanel({
  trends,
  text,
  className,
}: {
  trends: Trends;
  text: (value: number) => string;
  className?: string;
}) {
  const most = Math.max(1, ...(trends.season ?? []));
  return (
    <Panel id="season" title="Week and level" className={className}>
      {trends.season === null ? (
        <p className="text-xs text-muted">A week shows itself after three of them.</p>
      ) : (
        <ul className="grid gap-1.5">
          {trends.season.map((factor, i) => (
            <li key={DAYS[i]} className="grid grid-cols-[76px_1fr_52px] items-center gap-2 text-xs">
              <span className="text-body">{DAYS[i]}</span>
              <span className="h-2 rounded-full bg-line" aria-hidden>
                <span className="block h-2 rounded-full bg-c1" style={{ width: `${(factor / most) * 100}%` }} />
              </span>
              <span className="num text-right text-ink">{pct(factor, 0)}</span>
            </li>
          ))}
        </ul>
      )}
      <h3 className="mt-3 mb-1 text-xs font-medium text-ink">Changes of level</h3>
      {trends.level_changes.length === 0 ? (
        <p className="text-xs text-muted">None in this period.</p>
      ) : (
        <ul className="num grid gap-1 text-xs text-body">
          {trends.level_changes.map((change) => (
            <li key={change.day}>
              {day(change.day)}: from {text(change.before)} to {text(change.after)} a day,{' '}
              {change.before > 0
                ? `${change.after > change.before ? 'up' : 'down'} ${pct(Math.abs(change.after / change.before - 1), 0)}`
                : 'from nothing'}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
