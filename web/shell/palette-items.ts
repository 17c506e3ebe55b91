import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import {
  Building2,
  Download,
  FlaskConical,
  Keyboard,
  type LucideIcon,
  Moon,
  OctagonAlert,
  Upload,
  UserRound,
} from 'lucide-react';
import { useDeferredValue } from 'react';
import type { Findings } from '#contract/findings.ts';
import { api } from '../api.ts';
import { startDemo } from '../demo.ts';
import { startExport } from '../export.ts';
import { paths } from '../paths.ts';
import { moneyCompact } from '../ui/format.ts';
import { MOD_KEY, SHIFT_KEY } from '../ui/kbd.tsx';
import { toggleTheme } from '../ui/theme.ts';
import { useHasPage } from './app-link.tsx';
import { useSwitchClient } from './client-switcher.tsx';
import { ALL_PAGES } from './nav.ts';
import { setOverlay } from './shell-state.ts';
import { useClient, useMay, useMe, usePeriod } from './workspace.ts';

export interface PaletteItem {
  /** What the typed text is matched against. */
  value: string;
  label: string;
  hint?: string;
  keys?: string[];
  icon: LucideIcon;
  run: () => void;
}
export interface PaletteGroup {
  value: string;
  items: PaletteItem[];
}

/** Everything the palette offers for the typed text; leads are asked from the server, by POST, masked. */
export function usePaletteGroups(text: string): { groups: PaletteGroup[]; searching: boolean } {
  const client = useClient();
  const me = useMe();
  const period = usePeriod();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const hasPage = useHasPage();
  const switchTo = useSwitchClient();
  const mayExport = useMay('lead.export');
  const go = (to: string, search: Record<string, string> = {}) =>
    void navigate({ to: to as '/', search: search as never });

  const words = useDeferredValue(text.trim());
  const found = useQuery({
    queryKey: ['palette', client?.id, words],
    queryFn: ({ signal }) =>
      api.searchLeads({ text: words, filter: { client_id: client?.id }, sort: '-created_at', limit: 8 }, signal),
    enabled: Boolean(client) && words.length >= 2,
    staleTime: 10_000,
  });

  // What pages asked for before: lists of findings, and single ones.
  const cached = client
    ? queryClient
        .getQueriesData<Partial<Findings>>({ queryKey: ['findings', client.id] })
        .findLast(([, data]) => data?.findings)?.[1]
    : undefined;
  const openFindings = (cached?.findings ?? []).filter(({ state }) => state === 'open');
  const actions: (PaletteItem | false)[] = [
    hasPage(paths.newImport) && {
      value: 'Import leads from a file upload CSV',
      label: 'Import leads from a file',
      icon: Upload,
      run: () => go(paths.newImport),
    },
    client !== undefined &&
      mayExport && {
        value: 'Export the leads of this period CSV download',
        label: 'Export the leads of this period',
        icon: Download,
        run: () =>
          void startExport(queryClient, {
            client_id: client.id,
            format: 'csv',
            filter: { from: period.from, to: period.to },
            anonymised: false,
          }),
      },
    me.clients.length === 0 && {
      value: 'Load the demo world',
      label: 'Load the demo world',
      icon: FlaskConical,
      run: () => void startDemo(queryClient),
    },
    {
      value: 'Switch between light and dark theme',
      label: 'Switch between light and dark',
      keys: [MOD_KEY, SHIFT_KEY, 'L'],
      icon: Moon,
      run: toggleTheme,
    },
    {
      value: 'List of keys shortcuts',
      label: 'List of keys',
      keys: ['?'],
      icon: Keyboard,
      run: () => setOverlay('keys'),
    },
  ];
  const groups: PaletteGroup[] = [
    {
      value: 'Leads',
      items:
        words.length < 2
          ? []
          : (found.data?.leads ?? []).map((lead) => ({
              // The server found it; the typed text stands in the value so that the list keeps it.
              value: `${text} ${lead.id}`,
              label: lead.name || lead.email || lead.id,
              hint: `${lead.source} · score ${Math.round(lead.quality_score)}`,
              icon: UserRound,
              run: () => go(paths.leads, { lead: lead.id }),
            })),
    },
    {
      value: 'Findings',
      items: openFindings.slice(0, 3).map((finding) => ({
        value: `finding ${finding.id} ${finding.title}`,
        label: finding.title,
        hint:
          finding.at_stake_minor === null || !cached?.currency
            ? undefined
            : `${moneyCompact(finding.at_stake_minor, cached.currency)} ${finding.at_stake_label}`,
        icon: OctagonAlert,
        run: () => go(paths.leads, finding.filter),
      })),
    },
    {
      value: 'Go to',
      items: ALL_PAGES.filter((page) => hasPage(page.to)).map((page) => ({
        value: `${page.module} ${page.label}`,
        label: `${page.module}: ${page.label}`,
        keys: ['G', page.key],
        icon: page.icon,
        run: () => go(page.to),
      })),
    },
    { value: 'Actions', items: actions.filter((item) => item !== false) },
    {
      value: 'Clients',
      items: me.clients.map((one) => ({
        value: `client ${one.name} ${one.id}`,
        label: one.name,
        hint: one.id === client?.id ? 'open' : one.currency,
        icon: Building2,
        run: () => switchTo(one.id),
      })),
    },
  ];
  return { groups: groups.filter((group) => group.items.length > 0), searching: found.isFetching };
}
