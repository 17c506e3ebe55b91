import { Link } from '@tanstack/react-router';
import { ChevronRight, Link2 } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import { IconButton } from '../ui/button.tsx';
import { cn } from '../ui/cn.ts';
import { notify, notifyError } from '../ui/toast.tsx';
import { ClientSwitcher } from './client-switcher.tsx';
import { PeriodPicker } from './period-picker.tsx';
import { stringifySearch } from './search-params.ts';
import { SegmentPicker } from './segment-picker.tsx';
import { UserMenu } from './user-menu.tsx';
import { useClient, usePeriod } from './workspace.ts';

/** The address of this view with client and period spelled out, so that it opens the same tomorrow and for others. */
function useShare() {
  const client = useClient();
  const period = usePeriod();
  return async () => {
    const search = { ...Object.fromEntries(new URLSearchParams(location.search)), client: client?.id, ...period };
    try {
      await navigator.clipboard.writeText(`${location.origin}${location.pathname}${stringifySearch(search)}`);
      notify('Link copied', { description: 'It opens this view with the same filters and period.' });
    } catch (error) {
      notifyError('The link could not be copied', error);
    }
  };
}

/** Page frame: one 48 px bar with the place on the left and period, share and actions on the right. */
export function Page({
  crumbs,
  title,
  children,
  actions,
  period = true,
  segment,
  fill,
}: {
  crumbs: [label: string, to?: string][];
  title: string;
  children: ReactNode;
  actions?: ReactNode;
  /** Whether the page depends on the period. */
  period?: boolean;
  /** Whether a saved segment narrows the page. */
  segment?: boolean;
  /** The page manages its own height and scrolling. */
  fill?: boolean;
}) {
  const share = useShare();
  useEffect(() => {
    document.title = `${title} · Assay`;
  }, [title]);
  return (
    <>
      <header className="sticky top-0 z-20 flex h-12 shrink-0 items-center gap-2 border-b border-line bg-canvas/90 px-5 backdrop-blur max-md:px-2">
        <div className="w-14 shrink-0 md:hidden">
          <ClientSwitcher small />
        </div>
        <nav aria-label="Breadcrumb" className="flex min-w-0 items-center gap-1.5 text-sm max-md:hidden">
          {crumbs.map(([label, to], i) => {
            const last = i === crumbs.length - 1;
            return (
              <span key={label} className="flex min-w-0 items-center gap-1.5">
                {i > 0 && <ChevronRight className="size-3.5 shrink-0 text-faint" aria-hidden />}
                {to ? (
                  <Link to={to as '/'} className="truncate text-muted hover:text-ink">
                    {label}
                  </Link>
                ) : (
                  <span
                    className={cn('truncate', last ? 'font-semibold text-ink' : 'text-muted')}
                    aria-current={last ? 'page' : undefined}
                  >
                    {label}
                  </span>
                )}
              </span>
            );
          })}
        </nav>
        <span className="truncate text-base font-semibold text-ink md:hidden" aria-hidden>
          {title}
        </span>
        <div className="ml-auto flex items-center gap-1.5">
          {segment && <SegmentPicker />}
          {period && <PeriodPicker />}
          <IconButton label="Copy link to this view" variant="outline" onClick={() => void share()}>
            <Link2 />
          </IconButton>
          {actions}
          <div className="md:hidden">
            <UserMenu small />
          </div>
        </div>
      </header>
      <main
        id="main"
        tabIndex={-1}
        className={cn(
          'min-w-0 flex-1 outline-none',
          fill ? 'flex min-h-0 flex-col md:h-[calc(100dvh-48px)] md:flex-none' : 'px-5 py-4 max-md:px-3',
        )}
      >
        <h1 tabIndex={-1} className="sr-only">
          {title}
        </h1>
        {children}
      </main>
    </>
  );
}
