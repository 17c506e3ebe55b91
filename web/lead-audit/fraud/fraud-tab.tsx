import { useQuery } from '@tanstack/react-query';
import { Check, CircleAlert, TriangleAlert } from 'lucide-react';
import type { CounterSign, FraudSign, LeadFraud } from '#contract/fraud.ts';
import type { Lead } from '#contract/lead.ts';
import type { Client } from '#contract/workspace.ts';
import { Badge } from '../../ui/badge.tsx';
import { cn } from '../../ui/cn.ts';
import { plural } from '../../ui/format.ts';
import { Problem } from '../../ui/problem.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { flagWord } from '../check-words.ts';
import { CrowdPanel } from './crowd-panel.tsx';
import { DecisionPanel } from './decision-panel.tsx';
import { fraudQuery } from './fraud-api.ts';
import { FAMILY_WORDS } from './fraud-words.ts';

/** What speaks for fraud and against it, in points; what a person decided, and what that did to the source. */
export function FraudTab({ lead, client, mayDecide }: { lead: Lead; client: Client; mayDecide: boolean }) {
  const { data, error, refetch } = useQuery(fraudQuery(lead.id));
  if (error && !data) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton height={320} label="Loading the fraud evidence" />;
  return (
    <>
      <Gauge score={data.score} />
      <p className="mt-2 text-sm text-body">
        <b className="font-semibold text-ink">{verdictWords(data)}</b>{' '}
        {data.families.length > 0 && `Signs of: ${data.families.map((family) => FAMILY_WORDS[family]).join(', ')}.`}
      </p>
      <DecisionPanel lead={lead} fraud={data} client={client} mayDecide={mayDecide} />
      <h3 className="mt-4 text-xs font-semibold">Evidence, strongest first</h3>
      {data.signs.length === 0 ? (
        <p className="mt-1 text-xs text-muted">No check signs fraud.</p>
      ) : (
        <ul className="mt-1">
          {data.signs.map((sign) => (
            <SignLine key={sign.id} sign={sign} />
          ))}
        </ul>
      )}
      <h3 className="mt-4 text-xs font-semibold">What speaks for the lead</h3>
      {data.counter.length === 0 ? (
        <p className="mt-1 text-xs text-muted">
          Nothing is on record: no visit, no reply, no check that fraud would fail.
        </p>
      ) : (
        <ul className="mt-1">
          {data.counter.map((sign) => (
            <CounterLine key={sign.id} sign={sign} />
          ))}
        </ul>
      )}
      {data.crowd && <CrowdPanel crowd={data.crowd} lead={lead} timeZone={client.time_zone} />}
    </>
  );
}

function verdictWords({ families, decision }: LeadFraud): string {
  if (decision) return decision.decision === 'fraud' ? 'A person decided: fraud.' : 'A person decided: no fraud.';
  if (families.length >= 2) return `${plural(families.length, 'independent kind')} of signs: fraudulent.`;
  return families.length === 1 ? 'One kind of sign alone: a person should look.' : 'Nothing signs fraud.';
}

/** The score on its scale: clear, review, hold. */
function Gauge({ score }: { score: number }) {
  return (
    <div className="flex items-center gap-3">
      <div className="num text-2xl font-semibold tracking-tight text-ink">
        {score}
        <span className="sr-only"> of 99: below 40 clear, from 40 review, from 70 hold</span>
      </div>
      <div className="flex-1" aria-hidden>
        <div className="h-2 rounded-full bg-[linear-gradient(90deg,var(--good-solid)_0_40%,var(--warn-solid)_40%_70%,var(--bad-solid)_70%)] opacity-90" />
        <div className="relative h-3">
          <i
            className="absolute -top-3.5 h-4 w-1 rounded border border-panel bg-ink"
            style={{ left: `calc(${score}% - 2px)` }}
          />
        </div>
        <div className="num relative -mt-2 h-3.5 text-2xs text-muted">
          <span className="absolute left-0">0 clear</span>
          <span className="absolute left-[40%]">40 review</span>
          <span className="absolute left-[70%]">70 hold</span>
          <span className="absolute right-0">100</span>
        </div>
      </div>
    </div>
  );
}

const TONES = { strong: 'text-bad', moderate: 'text-warn', weak: 'text-muted' };

function SignLine({ sign }: { sign: FraudSign }) {
  const Icon = sign.strength === 'strong' ? CircleAlert : TriangleAlert;
  return (
    <li className="flex gap-2.5 border-t border-line py-2.5 first:border-t-0">
      <Icon className={cn('mt-0.5 size-4 shrink-0', TONES[sign.strength])} role="img" aria-label={sign.strength} />
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
          <span className="text-sm font-medium text-ink">{flagWord(sign.id).label}</span>
          <Badge>{FAMILY_WORDS[sign.family]}</Badge>
        </div>
        <p className="num mt-0.5 text-xs text-muted">{sign.message}</p>
        {sign.evidence.length > 0 && (
          <details className="mt-1 text-xs">
            <summary className="flex min-h-6 w-fit items-center text-muted hover:text-ink coarse:min-h-10">
              {plural(sign.evidence.length, 'value')}
            </summary>
            <dl className="num grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5 rounded-md bg-sunken px-2.5 py-1.5">
              {sign.evidence.map(({ label, value }) => (
                <div key={`${label} ${value}`} className="contents">
                  <dt className="text-muted">{label}</dt>
                  <dd className="min-w-0 break-words text-ink">{value}</dd>
                </div>
              ))}
            </dl>
          </details>
        )}
      </div>
      <Weight value={sign.weight} />
    </li>
  );
}

function CounterLine({ sign }: { sign: CounterSign }) {
  return (
    <li className="flex gap-2.5 border-t border-line py-2.5 first:border-t-0">
      <Check className="mt-0.5 size-4 shrink-0 text-good" role="img" aria-label="speaks for it" />
      <div className="min-w-0 flex-1">
        <span className="text-sm font-medium text-ink">{sign.title}</span>
        <p className="num mt-0.5 text-xs text-muted">{sign.message}</p>
      </div>
      <Weight value={sign.weight} />
    </li>
  );
}

function Weight({ value }: { value: number }) {
  return (
    <span className={cn('num w-9 shrink-0 text-right text-sm font-semibold', value > 0 ? 'text-bad' : 'text-good')}>
      {value > 0 ? `+${value}` : `−${Math.abs(value)}`}
    </span>
  );
}
