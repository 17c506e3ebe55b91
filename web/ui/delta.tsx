import { ArrowDown, ArrowUp, Minus } from 'lucide-react';
import { cn } from './cn.ts';
import { Pause } from './pause.tsx';

/** Change against the comparison period. Colour says good or bad, the arrow up or down, and hidden words both. */
export function Delta({
  value,
  text,
  good = 'up',
  className,
}: {
  value: number;
  text: string;
  good?: 'up' | 'down' | 'none';
  className?: string;
}) {
  const flat = Math.abs(value) < 0.0005;
  const better = good !== 'none' && value > 0 === (good === 'up');
  const Icon = flat ? Minus : value > 0 ? ArrowUp : ArrowDown;
  const verdict = flat ? 'no change from' : good === 'none' ? 'against' : better ? 'better than' : 'worse than';
  return (
    <span
      className={cn(
        'num inline-flex items-center gap-0.5 text-xs font-medium whitespace-nowrap',
        flat || good === 'none' ? 'text-muted' : better ? 'text-good' : 'text-bad',
        className,
      )}
    >
      <Icon className="size-3" strokeWidth={2.5} aria-hidden />
      {!flat && <span className="sr-only">{`\u00a0${value > 0 ? 'up' : 'down'}\u00a0`}</span>}
      {text}
      <Pause />
      <span className="sr-only">{verdict} the comparison period</span>
    </span>
  );
}
