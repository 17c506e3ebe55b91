import { ChevronRight, Info, OctagonAlert, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Finding } from '#contract/analytics.ts';
import { cn } from '../../ui/cn.ts';
import { int, money } from '../../ui/format.ts';

const SIGN = { bad: OctagonAlert, warn: TriangleAlert, info: Info };
const TONE = { bad: 'text-bad', warn: 'text-warn', info: 'text-muted' };
const WORD = { bad: 'Serious', warn: 'Warning', info: 'Note' };

export function SeverityIcon({ severity }: Pick<Finding, 'severity'>) {
  const Sign = SIGN[severity];
  return <Sign className={cn('mt-0.5 size-4 shrink-0', TONE[severity])} role="img" aria-label={WORD[severity]} />;
}

export const lineClass =
  'group flex w-full items-start gap-2.5 px-4 py-[9px] text-left hover:bg-hover focus-visible:-outline-offset-2';

/** A claim, its evidence and the money it concerns; the caller makes it a link. */
export function FindingLine({ finding, currency, below }: { finding: Finding; currency: string; below?: ReactNode }) {
  const priced = finding.at_stake_minor !== null;
  return (
    <>
      <SeverityIcon severity={finding.severity} />
      <span className="min-w-0 flex-1">
        <span className="block text-sm leading-[18px] font-medium text-ink [overflow-wrap:anywhere]">
          {finding.title}
        </span>
        <span className="mt-px line-clamp-3 text-xs text-pretty text-muted">{finding.evidence}</span>
        {below}
      </span>
      <span className="num max-w-28 shrink-0 text-right">
        <span className="block text-sm leading-[18px] font-semibold text-ink">
          {priced ? money(finding.at_stake_minor ?? 0, currency, 0) : int(finding.leads)}
        </span>
        <span className="block text-2xs text-muted">{priced ? finding.at_stake_label : 'leads'}</span>
      </span>
      <ChevronRight className="mt-0.5 -mr-1.5 size-3.5 shrink-0 text-faint group-hover:text-ink" aria-hidden />
    </>
  );
}
