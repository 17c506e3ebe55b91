import { Check } from 'lucide-react';
import { cn } from './cn.ts';

/** Where one is on a way of few steps. */
export function Stepper({ steps, current, label }: { steps: readonly string[]; current: number; label: string }) {
  return (
    <ol aria-label={label} className="flex flex-wrap items-center gap-x-2 gap-y-1 text-xs font-medium">
      {steps.map((step, i) => (
        <li
          key={step}
          aria-current={i === current ? 'step' : undefined}
          className={cn('flex items-center gap-1.5', i === current ? 'text-ink' : 'text-muted')}
        >
          {i > 0 && <span className="mr-0.5 h-px w-5 bg-line-strong max-sm:w-3" aria-hidden />}
          <span
            className={cn(
              'num grid size-5 place-items-center rounded-full text-2xs',
              i < current
                ? 'bg-good-soft text-good'
                : i === current
                  ? 'bg-solid text-on-solid'
                  : 'border border-line-strong',
            )}
            aria-hidden
          >
            {i < current ? <Check className="size-3" strokeWidth={3} /> : i + 1}
          </span>
          {step}
          {i < current && <span className="sr-only">, done</span>}
        </li>
      ))}
    </ol>
  );
}
