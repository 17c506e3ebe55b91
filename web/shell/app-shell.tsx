import { Outlet, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useState } from 'react';
import { toggleTheme } from '../ui/theme.ts';
import { useIsMobile } from '../ui/use-media.ts';
import { useHasPage } from './app-link.tsx';
import { useHotkeys } from './hotkeys.ts';
import { JobTray } from './job-tray.tsx';
import { MobileBar } from './mobile-bar.tsx';
import { ALL_PAGES } from './nav.ts';
import { setOverlay, toggleOverlay, useOverlay } from './shell-state.ts';
import { Sidebar } from './sidebar.tsx';

// Loaded on first use: the palette carries the combobox, and neither is needed for the first paint.
const CommandPalette = lazy(() => import('./command-palette.tsx').then((m) => ({ default: m.CommandPalette })));
const KeysDialog = lazy(() => import('./keys-dialog.tsx').then((m) => ({ default: m.KeysDialog })));

const palette = () => toggleOverlay('palette');
const keys = () => toggleOverlay('keys');

export function AppShell() {
  const overlay = useOverlay();
  const [used, setUsed] = useState<{ palette?: boolean; keys?: boolean }>({});
  if (overlay && !used[overlay]) setUsed({ ...used, [overlay]: true });
  const navigate = useNavigate();
  const hasPage = useHasPage();
  const mobile = useIsMobile();
  const go = useCallback(
    (letter: string) => {
      const page = ALL_PAGES.find((item) => item.key === letter && hasPage(item.to));
      if (page) void navigate({ to: page.to as '/' });
      return Boolean(page);
    },
    [navigate, hasPage],
  );
  useHotkeys({ palette, theme: toggleTheme, keys, go });
  const onOpenChange = (open: boolean) => {
    if (!open) setOverlay(null);
  };
  return (
    <>
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded focus:bg-solid focus:px-3 focus:py-2 focus:text-on-solid"
      >
        Skip to content
      </a>
      <div className="flex min-h-dvh">
        {!mobile && <Sidebar />}
        <div className="flex min-w-0 flex-1 flex-col max-md:pb-16">
          <Outlet />
        </div>
      </div>
      {mobile && <JobTray className="fixed inset-x-2 bottom-18 z-30" most={1} />}
      {mobile && <MobileBar />}
      <Suspense>
        {used.palette && <CommandPalette open={overlay === 'palette'} onOpenChange={onOpenChange} />}
        {used.keys && <KeysDialog open={overlay === 'keys'} onOpenChange={onOpenChange} />}
      </Suspense>
    </>
  );
}
