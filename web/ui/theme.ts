/** Light, dark or as the system says. theme.js in public/ applies the same rule before the first paint. */
import { useSyncExternalStore } from 'react';

export type Theme = 'light' | 'dark' | 'system';
const KEY = 'assay.theme';
const listeners = new Set<() => void>();
const media = matchMedia('(prefers-color-scheme: dark)');

const themes: readonly string[] = ['light', 'dark', 'system'];
export function getTheme(): Theme {
  const stored = localStorage.getItem(KEY);
  return stored && themes.includes(stored) ? (stored as Theme) : 'system';
}
const isDark = () => document.documentElement.classList.contains('dark');

function apply() {
  const theme = getTheme();
  document.documentElement.classList.toggle('dark', theme === 'dark' || (theme === 'system' && media.matches));
  for (const listener of listeners) listener();
}
media.addEventListener('change', apply);

export function setTheme(theme: Theme) {
  localStorage.setItem(KEY, theme);
  apply();
}
export const toggleTheme = () => setTheme(isDark() ? 'light' : 'dark');

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}
export const useIsDark = () => useSyncExternalStore(subscribe, isDark);
export const useTheme = () => useSyncExternalStore(subscribe, getTheme);
