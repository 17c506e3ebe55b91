import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from './cn.ts';

const looks = {
  info: { box: 'border-line bg-sunken', icon: <Info className="text-muted" aria-hidden /> },
  good: { box: 'border-transparent bg-good-soft', icon: <CircleCheck className="text-good" aria-hidden /> },
  warn: { box: 'border-transparent bg-warn-soft', icon: <TriangleAlert className="text-warn" aria-hidden /> },
  bad: { box: 'border-transparent bg-bad-soft', icon: <CircleAlert className="text-bad" aria-hidden /> },
};

/** A tinted box for an outcome or a caveat. `live` has it read out when it appears. */
export function Notice({
  tone = 'info',
  title,
  children,
  className,
  live,
}: {
  tone?: keyof typeof looks;
  title?: ReactNode;
  children?: ReactNode;
  className?: string;
  live?: boolean;
}) {
  const { box, icon } = looks[tone];
  return (
    <div
      role={live ? 'alert' : undefined}
      className={cn(
        'flex gap-2 rounded-md border px-3 py-2 text-xs text-body [&>svg]:mt-px [&>svg]:size-4',
        box,
        className,
      )}
    >
      {icon}
      <div className="min-w-0 flex-1 [overflow-wrap:anywhere]">
        {title && <p className="font-medium text-ink">{title}</p>}
        {children}
      </div>
    </div>
  );
}
