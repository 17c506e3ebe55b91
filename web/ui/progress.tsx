import { cn } from './cn.ts';

/** How far something is: 0 to 1, or null while nobody knows. */
export function Progress({ label, value, className }: { label: string; value: number | null; className?: string }) {
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={value === null ? undefined : Math.round(value * 100)}
      className={cn('h-1.5 overflow-hidden rounded-full bg-line', className)}
    >
      <div
        className={cn('h-full rounded-full bg-accent transition-[width]', value === null && 'w-1/3 animate-pulse')}
        style={value === null ? undefined : { width: `${value * 100}%` }}
      />
    </div>
  );
}
