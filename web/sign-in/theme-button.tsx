import { Moon, Sun } from 'lucide-react';
import { IconButton } from '../ui/button.tsx';
import { toggleTheme, useIsDark } from '../ui/theme.ts';

/** Light or dark, where there is no account menu yet. */
export function ThemeButton() {
  const dark = useIsDark();
  return (
    <IconButton label={dark ? 'Use the light theme' : 'Use the dark theme'} onClick={toggleTheme}>
      {dark ? <Sun /> : <Moon />}
    </IconButton>
  );
}
