import { ChevronRight } from 'lucide-react';
import type { LeadAudit } from '#contract/audit.ts';
import { cn } from '../../ui/cn.ts';
import { dateTime, pct } from '../../ui/format.ts';
import { type LedgerGroup, ledgerGroups, strongest, weakest } from './ledger-groups.ts';
import { PredictionSection } from './prediction-section.tsx';

const whole = (points: number) => String(Math.abs(points)).replace('-', '');
const signedPoints = (points: number) => `${points > 0 ? '+' : points < 0 ? '−' : ''}${whole(points)}`;

function band(score: number): string {
  if (score >= 70) return 'Strong lead.';
  return score >= 40 ? 'Middling lead.' : 'Weak lead.';
}

/** The points ledger: every rule that gave or took points, by group; their sum is the score. */
export function ScoreTab({ audit, timeZone }: { audit: LeadAudit; timeZone: string }) {
  const groups = ledgerGroups(audit.ledger);
  const [best, worst] = [strongest(audit.ledger), weakest(audit.ledger)];
  const scale = Math.max(1, ...groups.map((group) => group.max));
  return (
    <>
      <p className="text-sm text-body">
        <b className="font-semibold text-ink">{band(audit.quality_score)}</b> {audit.reason}
        {best && ` Strongest: ${best.label}.`}
        {worst && worst !== best && ` Weakest: ${worst.label}.`}
      </p>
      <h3 className="mt-4 text-xs font-semibold">Points by rule</h3>
      <ul className="mt-1">
        {groups.map((group) => (
          <Group key={group.id} group={group} scale={scale} />
        ))}
      </ul>
      <div className="mt-1 flex items-center justify-between border-t border-line-strong pt-2.5 text-sm">
        <span className="font-semibold text-ink">Score</span>
        <span className="num font-semibold text-ink">{whole(audit.quality_score)} / 100</span>
      </div>
      <p className="num mt-4 rounded-lg border border-line bg-sunken p-3 text-xs text-muted">
        Rules version {audit.rules_version}, checked {dateTime(audit.audited_at, timeZone)}.{' '}
        {pct(audit.completeness, 0)} of the wanted fields are filled.
      </p>
      {audit.lead_id && <PredictionSection leadId={audit.lead_id} timeZone={timeZone} />}
    </>
  );
}

function Group({ group, scale }: { group: LedgerGroup; scale: number }) {
  const share = group.max ? group.points / group.max : 0;
  const moved = group.entries.filter((entry) => entry.points !== 0);
  const missed = group.entries.filter((entry) => entry.points === 0 && entry.max > 0);
  return (
    <li className="border-t border-line py-2.5 first:border-t-0">
      <div className="flex items-baseline justify-between gap-4">
        <span className="text-sm font-medium text-ink">{group.label}</span>
        <span className="num text-sm font-semibold text-ink">{whole(group.points)}</span>
      </div>
      <div
        className="mt-1 h-1.5 rounded-full bg-line"
        style={{ width: `${40 + (group.max / scale) * 60}%` }}
        aria-hidden
      >
        <div
          className={cn(
            'h-full rounded-full',
            share > 0.66 ? 'bg-good-solid' : share > 0.33 ? 'bg-warn-solid' : 'bg-bad-solid',
          )}
          style={{ width: `${Math.max(2, Math.min(100, share * 100))}%` }}
        />
      </div>
      <ul className="mt-1.5">
        {moved.map((entry) => (
          <Entry key={entry.rule} label={entry.label} reason={entry.reason} points={entry.points} max={entry.max} />
        ))}
      </ul>
      {missed.length > 0 && (
        <details className="group/missed text-xs">
          <summary className="flex min-h-6 w-fit items-center text-muted hover:text-ink coarse:min-h-10">
            <ChevronRight className="mr-1 size-3 transition-transform group-open/missed:rotate-90" aria-hidden />
            {missed.length} {missed.length === 1 ? 'rule' : 'rules'} gave nothing
          </summary>
          <ul>
            {missed.map((entry) => (
              <Entry key={entry.rule} label={entry.label} reason={entry.reason} points={0} max={entry.max} />
            ))}
          </ul>
        </details>
      )}
    </li>
  );
}

function Entry({ label, reason, points, max }: { label: string; reason: string; points: number; max: number }) {
  return (
    <li className="grid grid-cols-[1fr_auto] gap-x-4 py-0.5 text-xs">
      <span className="min-w-0">
        <span className="text-body">{label}</span>
        {reason && <span className="ml-2 text-muted">{reason}</span>}
      </span>
      <span className="num text-right whitespace-nowrap">
        <span className={points > 0 ? 'text-good' : points < 0 ? 'text-bad' : 'text-muted'}>
          {signedPoints(points)}
        </span>
        {max > 0 && <span className="text-muted"> / {max}</span>}
      </span>
    </li>
  );
}
