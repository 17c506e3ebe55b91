import { useLocation } from '@tanstack/react-router';
import { Check, Search } from 'lucide-react';
import type { Client } from '#contract/workspace.ts';
import { paths } from '../paths.ts';
import { useSources } from '../sources.ts';
import { cn } from '../ui/cn.ts';
import { compact, dateTime } from '../ui/format.ts';
import { Kbd, MOD_KEY } from '../ui/kbd.tsx';
import { Pause } from '../ui/pause.tsx';
import { AppLink, useHasPage } from './app-link.tsx';
import { ClientSwitcher } from './client-switcher.tsx';
import { JobTray } from './job-tray.tsx';
import { DATA, MODULES, type NavItem } from './nav.ts';
import { openPalette } from './shell-state.ts';
import { UserMenu } from './user-menu.tsx';
import { useClient } from './workspace.ts';

const row =
  'flex h-7 items-center gap-2 rounded-md px-2 text-sm font-medium text-body hover:bg-hover hover:text-ink [&_svg]:size-4 [&_svg]:shrink-0 coarse:h-10';

function Sub({ item, active, count }: { item: NavItem; active: boolean; count?: string }) {
  return (
    <AppLink
      to={item.to}
      aria-current={active ? 'page' : undefined}
      className={cn(
        'relative flex h-7 items-center gap-2 rounded-md pr-2 pl-3 text-sm coarse:h-10',
        active
          ? 'bg-panel font-medium text-ink shadow-[0_0_0_1px_var(--line)]'
          : 'text-body hover:bg-hover hover:text-ink',
      )}
    >
      <span className="truncate">{item.label}</span>
      {count && <Pause />}
      {count && <span className="num ml-auto rounded px-1 text-2xs text-muted">{count}</span>}
    </AppLink>
  );
}

export function Sidebar() {
  const { pathname } = useLocation();
  const client = useClient();
  const hasPage = useHasPage();
  const data = DATA.filter((item) => hasPage(item.to));
  return (
    <aside
      aria-label="Sidebar"
      className="sticky top-0 flex h-dvh w-[220px] shrink-0 flex-col border-r border-line bg-canvas"
    >
      <div className="p-2 pb-1">
        <ClientSwitcher />
      </div>
      <div className="px-2 pb-2">
        <button
          type="button"
          onClick={openPalette}
          className="flex h-7 w-full items-center gap-2 rounded-md border border-line-strong bg-panel px-2 text-xs text-muted hover:text-ink"
        >
          <Search className="size-3.5" aria-hidden />
          Search or jump to
          <span className="ml-auto flex gap-0.5">
            <Kbd>{MOD_KEY}</Kbd>
            <Kbd>K</Kbd>
          </span>
        </button>
      </div>
      <nav aria-label="Main" className="min-h-0 flex-1 overflow-y-auto px-2 pb-2">
        <p className="px-2 pt-2 pb-1 text-2xs font-medium text-muted">Marketing</p>
        {MODULES.filter((module) => hasPage(module.to)).map((module) => {
          const open = pathname.startsWith(module.to);
          return (
            <div key={module.to} className="mb-1">
              <AppLink to={module.to} className={cn(row, open && 'text-ink')}>
                <module.icon className={open ? 'text-accent-ink' : 'text-muted'} aria-hidden />
                {module.label}
              </AppLink>
              <div className="my-0.5 ml-4 space-y-0.5 border-l border-line pl-1.5">
                {module.items.map((item) => (
                  <Sub
                    key={item.to}
                    item={item}
                    active={item.to === pathname}
                    count={item.to === paths.leads && client ? compact(client.leads) : undefined}
                  />
                ))}
              </div>
            </div>
          );
        })}
        {data.length > 0 && <p className="px-2 pt-2 pb-1 text-2xs font-medium text-muted">Data</p>}
        {data.map((item) => {
          const active = pathname.startsWith(item.to);
          return (
            <AppLink
              key={item.to}
              to={item.to}
              aria-current={active ? 'page' : undefined}
              className={cn(row, active && 'bg-panel text-ink shadow-[0_0_0_1px_var(--line)]')}
            >
              <item.icon className="text-muted" aria-hidden />
              {item.label}
            </AppLink>
          );
        })}
      </nav>
      <JobTray className="mx-2 mb-2" />
      <div className="border-t border-line p-2">
        {client && client.leads > 0 && <Freshness client={client} />}
        <UserMenu />
      </div>
    </aside>
  );
}

/** Up to when everything is counted. */
function Freshness({ client }: { client: Client }) {
  const { dataThrough } = useSources(client);
  if (!dataThrough) return null;
  return (
    <div className="flex items-center gap-2 px-2 pb-2 text-2xs text-muted">
      <span className="grid size-3.5 place-items-center rounded-full bg-good-soft text-good">
        <Check className="size-2.5" strokeWidth={3} aria-hidden />
      </span>
      <span className="num truncate">Counted to {dateTime(dataThrough, client.time_zone)}</span>
    </div>
  );
}
