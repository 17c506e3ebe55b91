import { type ReactNode, useEffect } from 'react';
import { ThemeButton } from './theme-button.tsx';

/** The frame of pages before the workspace: the mark, one narrow column, nothing else. */
export function FrontPage({
  title,
  lead,
  children,
  foot,
  top,
}: {
  title: string;
  lead?: ReactNode;
  children: ReactNode;
  foot?: ReactNode;
  /** Above the title: where one is on the way. */
  top?: ReactNode;
}) {
  useEffect(() => {
    document.title = `${title} · Assay`;
  }, [title]);
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="flex h-12 items-center gap-2 px-5 max-md:px-3">
        <img src="/icon.svg" alt="" className="size-6" />
        <span className="text-base font-semibold text-ink">Assay</span>
        <span className="ml-auto">
          <ThemeButton />
        </span>
      </header>
      <main id="main" className="grid flex-1 content-start justify-items-center px-3 pt-[8vh] pb-12 max-md:pt-4">
        <div className="grid w-full max-w-[400px] gap-4">
          {top}
          <div className="panel grid gap-4 p-6 max-md:p-4">
            <div className="grid gap-1">
              <h1 tabIndex={-1} className="text-xl font-semibold tracking-tight outline-none">
                {title}
              </h1>
              {lead && <div className="text-sm text-muted [overflow-wrap:anywhere]">{lead}</div>}
            </div>
            {children}
          </div>
          {foot && <div className="text-center text-xs text-muted">{foot}</div>}
        </div>
      </main>
    </div>
  );
}
