import type { ReactNode } from 'react';
import { cn } from './cn.ts';

export function Panel({
  title,
  meta,
  actions,
  children,
  className,
  bodyClassName,
  id,
}: {
  title?: ReactNode;
  meta?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  className?: string;
  bodyClassName?: string;
  id?: string;
}) {
  return (
    <section className={cn('panel flex min-w-0 flex-col', className)} aria-labelledby={id}>
      {title && (
        <header className="flex min-h-11 flex-wrap items-center gap-x-2 px-4 pt-1.5">
          <h2 id={id} className="text-sm font-semibold whitespace-nowrap">
            {title}
          </h2>
          {meta && <span className="truncate text-xs text-muted">{meta}</span>}
          {actions && <div className="ml-auto flex items-center gap-1">{actions}</div>}
        </header>
      )}
      <div className={cn('min-h-0 flex-1 px-4 pb-4', bodyClassName)}>{children}</div>
    </section>
  );
}
