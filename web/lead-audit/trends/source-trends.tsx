import type { Trends } from '#contract/trends.ts';
import { pct } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import { Sparkline } from '../../ui/spark.tsx';

/** Each source with its line; one of them can be looked at alone. */
export function SourceTrends({
  trends,
  text,
  onPick,
  className,
}: {
  trends: Trends;
  text: (value: number) => string;
  onPick: (source: string) => void;
  className?: string;
}) {
  const all = trends.sources.reduce((sum, { total }) => sum + total, 0);
  if (trends.sources.length === 0) return null;
  return (
    <Panel id="by-source" title="By source" className={className} bodyClassName="pb-2">
      <ul className="grid gap-x-8 sm:grid-cols-2 xl:grid-cols-3">
        {trends.sources.map(({ source, total, daily }) => (
          <li key={source} className="border-t border-line">
            <button
              type="button"
              onClick={() => onPick(source)}
              className="grid w-full grid-cols-[minmax(0,1fr)_96px_72px_48px] items-center gap-3 rounded py-2 text-left text-sm hover:bg-hover"
            >
              <span className="truncate text-ink">{source}</span>
              <Sparkline data={daily} width={96} height={22} />
              <span className="num text-right font-medium text-ink">{text(total)}</span>
              <span className="num text-right text-xs text-muted">{pct(all === 0 ? 0 : total / all, 0)}</span>
            </button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
