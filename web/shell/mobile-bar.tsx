import { useLocation } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { cn } from '../ui/cn.ts';
import { AppLink, useHasPage } from './app-link.tsx';
import { ALL_PAGES } from './nav.ts';
import { openPalette } from './shell-state.ts';

/** The phone's bottom bar. */
export function MobileBar() {
  const { pathname } = useLocation();
  const hasPage = useHasPage();
  const cell =
    'flex flex-1 flex-col items-center justify-center gap-0.5 text-2xs font-medium text-muted [&_svg]:size-5';
  const all = ALL_PAGES.filter((page) => hasPage(page.to));
  const pages = all.slice(0, 4);
  // Of all pages, since every page of a module lies below its first one.
  const current = all
    .filter((page) => pathname === page.to || pathname.startsWith(`${page.to}/`))
    .sort((a, b) => b.to.length - a.to.length)[0];
  return (
    <nav
      aria-label="Main"
      className="fixed inset-x-0 bottom-0 z-30 flex h-16 border-t border-line bg-panel pb-[env(safe-area-inset-bottom)]"
    >
      {pages.map((page) => (
        <AppLink
          key={page.to}
          to={page.to}
          aria-current={page === current ? 'page' : undefined}
          className={cn(cell, page === current && 'text-accent-ink')}
        >
          <page.icon aria-hidden />
          {page.short}
        </AppLink>
      ))}
      <button type="button" onClick={openPalette} className={cell}>
        <Search aria-hidden />
        Search
      </button>
    </nav>
  );
}
