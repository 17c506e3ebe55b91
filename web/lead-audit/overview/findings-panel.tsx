import { ChevronRight, CircleCheck, Info, OctagonAlert, TriangleAlert } from 'lucide-react';
import type { Finding } from '#contract/analytics.ts';
import { paths } from '../../paths.ts';
import { AppLink } from '../../shell/app-link.tsx';
import { cn } from '../../ui/cn.ts';
import { Empty } from '../../ui/empty.tsx';
import { int, money } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';

const SIGN = { bad: OctagonAlert, warn: TriangleAlert, info: Info };
const TONE = { bad: 'text-bad', warn: 'text-warn', info: 'text-muted' };
const WORD = { bad: 'Serious', warn: 'Warning', info: 'Note' };

/** What to do next: each line is a claim, its evidence, the money it concerns, and the way to its leads. */
export function FindingsPanel({
  findings,
  currency,
  className,
}: {
  findings: Finding[];
  currency: string;
  className?: string;
}) {
  const total = findings.reduce((sum, finding) => sum + (finding.at_stake_minor ?? 0), 0);
  return (
    <Panel
      id="findings"
      title="Findings"
      meta={findings.length ? `${findings.length} open` : undefined}
      className={className}
      bodyClassName="px-0 pb-1"
      actions={
        total > 0 && (
          <span className="num pr-1 text-xs text-muted">
            <b className="text-sm font-semibold text-ink">{money(total, currency, 0)}</b> at stake
          </span>
        )
      }
    >
      {findings.length === 0 ? (
        <Empty icon={<CircleCheck />} title="Nothing stands out">
          No source, partner or form in this period differs from the others by more than chance allows.
        </Empty>
      ) : (
        <ol>
          {findings.map((finding) => (
            <FindingLine key={finding.id} finding={finding} currency={currency} />
          ))}
        </ol>
      )}
    </Panel>
  );
}

function FindingLine({ finding, currency }: { finding: Finding; currency: string }) {
  const Sign = SIGN[finding.severity];
  return (
    <li className="border-t border-line first:border-t-0">
      <AppLink
        to={paths.leads}
        search={finding.filter}
        title={finding.at_stake_formula}
        className="group flex w-full items-start gap-2.5 px-4 py-[9px] text-left hover:bg-hover focus-visible:-outline-offset-2"
      >
        <Sign
          className={cn('mt-0.5 size-4 shrink-0', TONE[finding.severity])}
          role="img"
          aria-label={WORD[finding.severity]}
        />
        <span className="min-w-0 flex-1">
          <span className="block text-sm leading-[18px] font-medium text-ink">{finding.title}</span>
          <span className="mt-px line-clamp-3 text-xs text-pretty text-muted">{finding.evidence}</span>
        </span>
        <span className="num shrink-0 text-right">
          {finding.at_stake_minor === null ? (
            <>
              <span className="block text-sm leading-[18px] font-semibold text-ink">{int(finding.leads)}</span>
              <span className="block text-2xs text-muted">leads</span>
            </>
          ) : (
            <>
              <span className="block text-sm leading-[18px] font-semibold text-ink">
                {money(finding.at_stake_minor, currency, 0)}
              </span>
              <span className="block text-2xs text-muted">{finding.at_stake_label}</span>
            </>
          )}
        </span>
        <ChevronRight className="mt-0.5 -mr-1.5 size-3.5 shrink-0 text-faint group-hover:text-ink" aria-hidden />
      </AppLink>
    </li>
  );
}
