import { ArrowDown, ArrowUp, Minus } from 'lucide-react';
import { cn } from './cn.ts';

/** Change against the comparison period. Colour says good or bad; the arrow says up or down. */
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
  return (
    <span
      className={cn(
        'num inline-flex items-center gap-0.5 text-xs font-medium whitespace-nowrap',
        flat || good === 'none' ? 'text-muted' : better ? 'text-good' : 'text-bad',
        className,
      )}
    >
      <Icon className="size-3" strokeWidth={2.5} aria-hidden />
      {text}
      <span className="sr-only">{flat ? 'no change' : better ? 'better' : 'worse'} than the comparison period</span>
    </span>
  );
}
