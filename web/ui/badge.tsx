import type { ReactNode } from 'react';
import { cn } from './cn.ts';

export type Tone = 'good' | 'warn' | 'bad' | 'dup' | 'accent' | 'muted';
const soft: Record<Tone, string> = {
  good: 'bg-good-soft text-good',
  warn: 'bg-warn-soft text-warn',
  bad: 'bg-bad-soft text-bad',
  dup: 'bg-dup-soft text-dup',
  accent: 'bg-accent-soft text-accent-ink',
  muted: 'bg-hover text-body',
};
export function Badge({
  tone = 'muted',
  icon,
  children,
  className,
}: {
  tone?: Tone;
  icon?: ReactNode;
  children: ReactNode;
  className?: string;
}) {
  return (
    <span
      className={cn(
        'inline-flex h-5 items-center gap-1 rounded-[5px] px-1.5 text-2xs font-medium whitespace-nowrap [&_svg]:size-3',
        soft[tone],
        className,
      )}
    >
      {icon}
      {children}
    </span>
  );
}

const dot: Record<Tone, string> = {
  good: 'bg-good-solid',
  warn: 'bg-warn-solid',
  bad: 'bg-bad-solid',
  dup: 'bg-dup-solid',
  accent: 'bg-accent',
  muted: 'bg-faint',
};
/** Status as a shape plus a word, never colour alone. */
export function Status({ tone, children, hollow }: { tone: Tone; children: ReactNode; hollow?: boolean }) {
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap text-body">
      <span
        className={cn('size-2 shrink-0 rounded-full', hollow ? 'border-[1.5px] border-current text-muted' : dot[tone])}
        aria-hidden
      />
      {children}
    </span>
  );
}

/** Lead or asset score, 0 to 100. The ring repeats the number for a quick scan. */
export function ScoreChip({ value, size = 'sm' }: { value: number; size?: 'sm' | 'lg' }) {
  const tone = value >= 70 ? 'var(--good-solid)' : value >= 40 ? 'var(--warn-solid)' : 'var(--bad-solid)';
  const s = size === 'lg' ? 52 : 18,
    w = size === 'lg' ? 5 : 2.5,
    r = (s - w) / 2,
    c = 2 * Math.PI * r;
  const ring = (
    <svg width={s} height={s} viewBox={`0 0 ${s} ${s}`} className="-rotate-90 shrink-0" aria-hidden>
      <circle cx={s / 2} cy={s / 2} r={r} fill="none" stroke="var(--line)" strokeWidth={w} />
      <circle
        cx={s / 2}
        cy={s / 2}
        r={r}
        fill="none"
        stroke={tone}
        strokeWidth={w}
        strokeLinecap="round"
        strokeDasharray={`${(value / 100) * c} ${c}`}
      />
    </svg>
  );
  if (size === 'lg')
    return (
      <span className="relative inline-grid place-items-center">
        {ring}
        <span className="num absolute text-lg font-semibold text-ink">{value}</span>
      </span>
    );
  return (
    <span className="num inline-flex items-center gap-1.5 font-medium text-ink">
      {ring}
      <span className="w-5 text-right">{value}</span>
    </span>
  );
}
