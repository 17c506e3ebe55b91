import { useNavigate } from '@tanstack/react-router';
import { ChevronsUpDown, Settings } from 'lucide-react';
import { paths } from '../paths.ts';
import { Avatar } from '../ui/avatar.tsx';
import { compact } from '../ui/format.ts';
import { Menu, MenuItem, MenuLabel, MenuRadioGroup, MenuSeparator } from '../ui/menu.tsx';
import { useHasPage } from './app-link.tsx';
import { rememberClient } from './choice.ts';
import { cityOf } from './period.ts';
import { useClient, useMe } from './workspace.ts';

/** One client is one workspace: switching changes data, currency and time zone together. */
export function useSwitchClient() {
  const navigate = useNavigate();
  return (id: string) => {
    rememberClient(id);
    // Filters belong to the client that was open; the period stays.
    void navigate({
      to: '.',
      search: (({ from, to, compare }: Record<string, string>) => ({
        client: id,
        from,
        to,
        compare,
        segment: undefined,
      })) as never,
    });
  };
}

export function ClientSwitcher({ small }: { small?: boolean }) {
  const { clients } = useMe();
  const client = useClient();
  const switchTo = useSwitchClient();
  const hasPage = useHasPage();
  const navigate = useNavigate();
  const name = client?.name ?? 'No client yet';
  return (
    <Menu
      width={268}
      trigger={
        <button
          type="button"
          aria-label={small ? `${name}, switch client` : undefined}
          className="flex w-full min-w-0 items-center gap-2 rounded-md p-1.5 text-left hover:bg-hover data-popup-open:bg-hover coarse:min-h-11"
        >
          <Avatar name={name} size={26} square />
          {!small && (
            <span className="min-w-0 flex-1">
              <span className="sr-only">Client </span>
              <span className="block truncate text-sm leading-4 font-semibold text-ink">{name}</span>
              <span className="block truncate text-2xs leading-3.5 text-muted">
                {client ? `${client.currency} · ${cityOf(client.time_zone)}` : 'Assay'}
              </span>
            </span>
          )}
          <ChevronsUpDown className="size-3.5 shrink-0 text-muted" aria-hidden />
        </button>
      }
    >
      <MenuLabel>Clients</MenuLabel>
      <MenuRadioGroup
        value={client?.id ?? ''}
        onChange={switchTo}
        options={clients.map((one) => ({
          value: one.id,
          label: (
            <span className="inline-flex min-w-0 items-center gap-2 align-middle">
              <Avatar name={one.name} size={20} square />
              {one.name}
            </span>
          ),
          hint: compact(one.leads),
        }))}
      />
      {hasPage(paths.settings) && (
        <>
          <MenuSeparator />
          <MenuItem icon={<Settings />} onClick={() => void navigate({ to: paths.settings as '/' })}>
            Client settings
          </MenuItem>
        </>
      )}
    </Menu>
  );
}
