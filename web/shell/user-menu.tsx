import { ChevronsUpDown, Keyboard, LogOut, Moon, Sun, SunMoon } from 'lucide-react';
import type { Role } from '#contract/workspace.ts';
import { api } from '../api.ts';
import { paths } from '../paths.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Menu, MenuItem, MenuLabel, MenuRadioGroup, MenuSeparator } from '../ui/menu.tsx';
import { setTheme, type Theme, useTheme } from '../ui/theme.ts';
import { notifyError } from '../ui/toast.tsx';
import { setOverlay } from './shell-state.ts';
import { useClient, useMe } from './workspace.ts';

export const ROLE_LABEL: Record<Role, string> = {
  owner: 'Owner',
  admin: 'Administrator',
  analyst: 'Analyst',
  marketer: 'Marketer',
  reviewer: 'Reviewer',
  privacy_officer: 'Privacy officer',
  read_only: 'Read only',
};

const THEMES: { value: Theme; label: string }[] = [
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
  { value: 'system', label: 'As the system' },
];

/** Who is signed in: theme, keys, sign out. `small` shows only the picture, for a phone. */
export function UserMenu({ small }: { small?: boolean }) {
  const { person, organisation_role } = useMe();
  const role = useClient()?.role ?? organisation_role;
  const theme = useTheme();
  const signOut = async () => {
    try {
      await api.signOut();
      // A full load, so that nothing of this person stays in memory.
      location.assign(paths.signIn);
    } catch (error) {
      notifyError('You are still signed in', error);
    }
  };
  return (
    <Menu
      width={212}
      trigger={
        <button
          type="button"
          aria-label={small ? `${person.name}, account` : undefined}
          className={
            small
              ? 'grid size-9 place-items-center rounded-md data-popup-open:bg-hover'
              : 'flex w-full items-center gap-2 rounded-md p-1.5 text-left hover:bg-hover data-popup-open:bg-hover'
          }
        >
          <Avatar name={person.name} size={24} />
          {!small && (
            <>
              <span className="min-w-0 flex-1">
                <span className="block truncate text-xs font-medium text-ink">{person.name}</span>
                <span className="block truncate text-2xs text-muted">{role ? ROLE_LABEL[role] : person.email}</span>
              </span>
              <ChevronsUpDown className="size-3.5 text-muted" aria-hidden />
            </>
          )}
        </button>
      }
    >
      <MenuLabel>
        <span className="inline-flex items-center gap-1.5">
          {theme === 'dark' ? (
            <Moon className="size-3" />
          ) : theme === 'light' ? (
            <Sun className="size-3" />
          ) : (
            <SunMoon className="size-3" />
          )}
          Theme
        </span>
      </MenuLabel>
      <MenuRadioGroup value={theme} onChange={setTheme} options={THEMES} />
      <MenuSeparator />
      <MenuItem icon={<Keyboard />} shortcut="?" onClick={() => setOverlay('keys')}>
        Keys
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={<LogOut />} onClick={() => void signOut()}>
        Sign out
      </MenuItem>
    </Menu>
  );
}
