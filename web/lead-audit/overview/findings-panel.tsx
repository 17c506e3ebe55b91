import { useQuery } from '@tanstack/react-query';
import { CircleCheck } from 'lucide-react';
import type { FindingRecord } from '#contract/findings.ts';
import { paths } from '../../paths.ts';
import { AppLink } from '../../shell/app-link.tsx';
import { cn } from '../../ui/cn.ts';
import { Empty } from '../../ui/empty.tsx';
import { money } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { FindingLine, lineClass } from '../findings/finding-line.tsx';
import { findingsQuery, type Scope } from '../findings/findings-api.ts';

/** Findings shown before the link to all of them. */
const SHOWN = 6;
/** As high as the chart beside it, so that few findings move nothing when they come. */
const HEIGHT = 300;

/**
 * What to do next: each line is a claim, its evidence, the money it concerns, and the way to what can be done. Findings
 * cost more than all other numbers of the page together, so they are asked for once those are there.
 */
export function FindingsPanel({
  clientId,
  scope,
  currency,
  numbersAreThere,
  className,
}: {
  clientId: string;
  scope: Scope;
  currency: string;
  numbersAreThere: boolean;
  className?: string;
}) {
  const { data, error, isPlaceholderData, refetch } = useQuery({
    ...findingsQuery(clientId, scope),
    enabled: numbersAreThere,
  });
  const findings = data?.findings.filter(({ state }) => state === 'open') ?? [];
  const total = findings.reduce((sum, finding) => sum + (finding.at_stake_minor ?? 0), 0);
  return (
    <Panel
      id="findings"
      title="Findings"
      meta={findings.length ? `${findings.length} open` : undefined}
      className={cn(className, isPlaceholderData && 'opacity-70 transition-opacity')}
      bodyClassName="px-0 pb-1"
      actions={
        <AppLink to={paths.findings} className="num rounded px-1 text-xs text-muted hover:text-ink">
          {total > 0 ? (
            <>
              <b className="text-sm font-semibold text-ink">{money(total, currency, 0)}</b> at stake
            </>
          ) : (
            'All findings'
          )}
        </AppLink>
      }
    >
      {data ? (
        <Lines findings={findings} currency={currency} />
      ) : error ? (
        <Problem error={error} onRetry={() => void refetch()} />
      ) : (
        <div className="px-4 pt-1 pb-3">
          <Skeleton height={HEIGHT} label="Loading findings" />
        </div>
      )}
    </Panel>
  );
}

function Lines({ findings, currency }: { findings: FindingRecord[]; currency: string }) {
  return (
    <>
      {findings.length === 0 ? (
        <Empty icon={<CircleCheck />} title="Nothing stands out">
          No source, partner or form in this period differs from the others by more than chance allows.
        </Empty>
      ) : (
        <ol>
          {findings.slice(0, SHOWN).map((finding) => (
            <li key={finding.id} className="border-t border-line first:border-t-0">
              <AppLink
                to={paths.findings}
                search={{ finding: finding.id }}
                title={finding.at_stake_formula}
                className={lineClass}
              >
                <FindingLine finding={finding} currency={currency} />
              </AppLink>
            </li>
          ))}
          {findings.length > SHOWN && (
            <li className="border-t border-line">
              <AppLink
                to={paths.findings}
                className="block px-4 py-2 text-xs font-medium text-accent-ink hover:bg-hover"
              >
                {findings.length - SHOWN} more
              </AppLink>
            </li>
          )}
        </ol>
      )}
    </>
  );
}
