import { Check, ChevronRight, CircleAlert, CircleHelp, CircleMinus, TriangleAlert, WandSparkles } from 'lucide-react';
import type { CheckResult, Evidence, LeadAudit, Outcome } from '#contract/audit.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { cn } from '../../ui/cn.ts';
import { plural } from '../../ui/format.ts';
import { checkGroups, markSpan, OUTCOME_LABEL, SEVERITY } from './check-groups.ts';

/** Every check of the catalogue by outcome, with what it saw. */
export function ChecksTab({
  audit,
  onAccept,
}: {
  audit: LeadAudit;
  /** Takes over a suggested value; absent where the person may not. */
  onAccept?: (check: CheckResult) => void;
}) {
  const groups = checkGroups(audit.checks);
  const failed = groups.find((group) => group.outcome === 'failed')?.checks.length ?? 0;
  return (
    <>
      <p className="text-sm text-body">
        <b className="font-semibold text-ink">
          {failed === 0 ? 'Nothing speaks against this lead.' : `${plural(failed, 'check')} against it.`}
        </b>{' '}
        {audit.reason}
      </p>
      {groups.map((group) =>
        group.outcome === 'failed' || group.outcome === 'unknown' ? (
          <section key={group.outcome} className="mt-4">
            <h3 className="text-xs font-semibold">{OUTCOME_LABEL[group.outcome]}</h3>
            <Checks checks={group.checks} onAccept={onAccept} />
          </section>
        ) : (
          <details key={group.outcome} className="group/checks mt-3 border-t border-line pt-2">
            <summary className="flex min-h-7 items-center gap-1.5 text-xs font-semibold text-ink coarse:min-h-10">
              <ChevronRight
                className="size-3.5 text-muted transition-transform group-open/checks:rotate-90"
                aria-hidden
              />
              {OUTCOME_LABEL[group.outcome]}
              <span className="num rounded bg-hover px-1 text-2xs font-medium text-muted">{group.checks.length}</span>
            </summary>
            <Checks checks={group.checks} />
          </details>
        ),
      )}
    </>
  );
}

function Checks({ checks, onAccept }: { checks: CheckResult[]; onAccept?: (check: CheckResult) => void }) {
  return (
    <ul className="mt-1">
      {checks.map((check) => (
        <CheckLine key={check.id} check={check} onAccept={onAccept} />
      ))}
    </ul>
  );
}

const FIELDS: readonly string[] = ['email', 'phone', 'name'];

function CheckLine({ check, onAccept }: { check: CheckResult; onAccept?: (check: CheckResult) => void }) {
  const failed = check.outcome === 'failed';
  const acceptable = failed && check.suggestion && onAccept && FIELDS.includes(check.family);
  return (
    <li className="flex gap-2.5 border-t border-line py-2.5 first:border-t-0">
      <Sign check={check} />
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
          <span className="text-sm font-medium text-ink">{check.title}</span>
          {failed && <Badge tone={SEVERITY[check.severity].tone}>{SEVERITY[check.severity].label}</Badge>}
          <code className="ml-auto font-mono text-2xs text-muted">{check.id}</code>
        </div>
        <p className="num mt-0.5 text-xs text-muted">{check.message}</p>
        {check.evidence.length > 0 && (
          <dl className="num mt-1.5 grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5 rounded-md bg-sunken px-2.5 py-1.5 text-xs">
            {check.evidence.map((evidence) => (
              <EvidenceRow key={`${evidence.label} ${evidence.value}`} evidence={evidence} />
            ))}
          </dl>
        )}
        {check.list && <p className="num mt-1 text-2xs text-muted">Decided by {check.list}</p>}
        {acceptable && (
          <Button size="xs" className="mt-1.5 max-w-full" icon={<WandSparkles />} onClick={() => onAccept(check)}>
            <span className="truncate">Use {check.suggestion}</span>
          </Button>
        )}
      </div>
    </li>
  );
}

function EvidenceRow({ evidence }: { evidence: Evidence }) {
  const [before, marked, after] = markSpan(evidence.value, evidence.span);
  return (
    <>
      <dt className="text-muted">{evidence.label}</dt>
      <dd className="min-w-0 break-words text-ink">
        {before}
        {marked && (
          <mark className="rounded-[3px] bg-bad-soft font-semibold text-bad underline decoration-wavy decoration-1 underline-offset-2">
            {marked}
          </mark>
        )}
        {after}
      </dd>
    </>
  );
}

const SIGNS: Record<Outcome, typeof Check> = {
  failed: CircleAlert,
  unknown: CircleHelp,
  passed: Check,
  not_run: CircleMinus,
};
const SERIOUS = ['block', 'fraud'];

function Sign({ check }: { check: CheckResult }) {
  const serious = SERIOUS.includes(check.severity);
  const Icon = check.outcome === 'failed' && !serious ? TriangleAlert : SIGNS[check.outcome];
  const tone =
    check.outcome === 'passed'
      ? 'text-good'
      : check.outcome === 'failed'
        ? serious
          ? 'text-bad'
          : 'text-warn'
        : 'text-muted';
  return <Icon className={cn('mt-0.5 size-4 shrink-0', tone)} role="img" aria-label={OUTCOME_LABEL[check.outcome]} />;
}
