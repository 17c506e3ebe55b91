import { Outlet, useLocation } from '@tanstack/react-router';
import { paths } from '../paths.ts';
import { AppLink } from '../shell/app-link.tsx';
import { Page } from '../shell/page.tsx';
import { cn } from '../ui/cn.ts';
import { useTabs } from './tabs.ts';

/** Settings, a tab by address each. */
export function SettingsFrame() {
  const { pathname } = useLocation();
  const tabs = useTabs();
  const current = tabs.find((tab) => pathname === tab.to);
  const title = current?.label ?? 'Settings';
  return (
    <Page crumbs={[['Settings', paths.settings], [title]]} title={title} period={false}>
      <nav
        aria-label="Settings"
        className="no-scrollbar -mx-5 mb-4 flex gap-4 overflow-x-auto border-b border-line px-5 max-md:-mx-3 max-md:px-3"
      >
        {tabs.map((tab) => (
          <AppLink
            key={tab.to}
            to={tab.to}
            aria-current={tab === current ? 'page' : undefined}
            className={cn(
              'flex h-9 shrink-0 items-center border-b-2 text-sm font-medium whitespace-nowrap coarse:h-11',
              tab === current ? 'border-ink text-ink' : 'border-transparent text-muted hover:text-ink',
            )}
          >
            {tab.label}
          </AppLink>
        ))}
      </nav>
      <Outlet />
    </Page>
  );
}
