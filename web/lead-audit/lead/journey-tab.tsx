import { useQuery } from '@tanstack/react-query';
import {
  CalendarCheck,
  CircleCheck,
  Eye,
  FileInput,
  Flag,
  Globe,
  Mail,
  MousePointerClick,
  Phone,
  Route,
} from 'lucide-react';
import type { ReactNode } from 'react';
import type { TimelineStep } from '#contract/touchpoint.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { dateTime, dateTimeFull, dayYear, dec, pct, plural } from '../../ui/format.ts';
import { Problem } from '../../ui/problem.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { timelineQuery } from '../queries.ts';
import { stepWords, wayWords } from './journey-words.ts';

const SIGNS: Record<TimelineStep['kind'], typeof Eye> = {
  impression: Eye,
  click: MousePointerClick,
  visit: Globe,
  view: Globe,
  form_start: FileInput,
  form_submit: FileInput,
  form: FileInput,
  email_open: Mail,
  email_click: Mail,
  email_reply: Mail,
  call: Phone,
  meeting: CalendarCheck,
  lead: Flag,
  status: CircleCheck,
};

/** Less would be written as +0.0. */
const SHOWN_POINTS = 0.05;

/** What an attribution model says of the steps; `control` chooses the model and stands beside the count of touches. */
export interface JourneyCredits {
  control: ReactNode;
  /** Share of the credit, 0 to 1, by the id of a step; absent where the model gives none. */
  shares: ReadonlyMap<string, number>;
}

/** The way of the lead's person, oldest first, with what each step gave to the engagement score. */
export function JourneyTab({
  id,
  timeZone,
  onOpen,
  credits,
}: {
  id: string;
  timeZone: string;
  onOpen: (id: string) => void;
  credits?: JourneyCredits;
}) {
  const { data, error, refetch } = useQuery(timelineQuery(id));
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton height={320} label="Loading the journey" />;
  const { steps, touches, hidden, engagement } = data;
  if (touches + steps.filter((step) => step.id !== undefined).length === 0) {
    return (
      <Empty icon={<Route />} title="No touchpoint is known">
        Nobody told Assay of a visit, click, mail or call of this lead. Touchpoints come by the form tag (Settings, Form
        tag) or by the API.
      </Empty>
    );
  }
  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <div>
          <h3 className="text-sm font-semibold">{plural(touches, 'touch', 'touches')}</h3>
          <p className="num text-xs text-muted">{wayWords(data)}</p>
        </div>
        {credits?.control}
      </div>
      <ol>
        {steps.map((step, index) => (
          <Step
            key={step.id ?? `${step.at} ${step.kind} ${step.lead_id}`}
            step={step}
            last={index === steps.length - 1}
            share={step.id === undefined ? undefined : credits?.shares.get(step.id)}
            timeZone={timeZone}
            other={step.lead_id !== undefined && step.lead_id !== id}
            onOpen={onOpen}
          />
        ))}
      </ol>
      {hidden > 0 && <p className="text-xs text-muted">{plural(hidden, 'older touch', 'older touches')} not shown.</p>}
      <p className="num border-t border-line pt-3 text-xs text-muted">
        <span className="font-medium text-ink">Engagement {dec(engagement.score)}</span> of {dec(engagement.cap, 0)}, as
        of {dayYear(engagement.as_of.slice(0, 10))} (UTC). Each touch counts less as it ages.
      </p>
    </div>
  );
}

function Step({
  step,
  last,
  share,
  timeZone,
  other,
  onOpen,
}: {
  step: TimelineStep;
  last: boolean;
  share: number | undefined;
  timeZone: string;
  /** Of another lead of the same person. */
  other: boolean;
  onOpen: (id: string) => void;
}) {
  const { title, note } = stepWords(step);
  const Icon = SIGNS[step.kind];
  return (
    <li className="grid grid-cols-[28px_1fr_auto] gap-x-3 text-sm">
      <span className="flex flex-col items-center" aria-hidden>
        <span className="grid size-7 shrink-0 place-items-center rounded-full border border-line bg-panel text-muted">
          <Icon className="size-3.5" />
        </span>
        {!last && <span className="w-px flex-1 bg-line" />}
      </span>
      <div className="min-w-0 pb-4">
        <p className="font-medium text-ink [overflow-wrap:anywhere]">{title}</p>
        {note && <p className="text-xs text-muted [overflow-wrap:anywhere]">{note}</p>}
        {other && step.lead_id && (
          <Button variant="ghost" className="-ml-2" onClick={() => onOpen(step.lead_id ?? '')}>
            Another lead of this person
          </Button>
        )}
        {share !== undefined && <Share value={share} />}
      </div>
      <div className="num text-right text-xs text-muted">
        <time className="whitespace-nowrap" dateTime={step.at} title={dateTimeFull(step.at, timeZone)}>
          {dateTime(step.at, timeZone)}
        </time>
        {(step.points ?? 0) >= SHOWN_POINTS && <p title="Given to the engagement score">+{dec(step.points ?? 0)}</p>}
      </div>
    </li>
  );
}

function Share({ value }: { value: number }) {
  return (
    <p className="mt-1 flex items-center gap-2 text-xs text-muted">
      <span className="h-1.5 w-40 max-w-[45%] overflow-hidden rounded-full bg-hover" aria-hidden>
        <span className="block h-full rounded-full bg-accent" style={{ width: `${value * 100}%` }} />
      </span>
      <span className="num font-semibold text-ink">{pct(value, 0)}</span> of the credit
    </p>
  );
}
