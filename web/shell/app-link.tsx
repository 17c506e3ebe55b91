import { Link, useRouter } from '@tanstack/react-router';
import type { ComponentProps } from 'react';

/** A link to any address of the app, with its filters; the client and the period come along by themselves. */
export function AppLink({
  to,
  search = {},
  ...props
}: Omit<ComponentProps<'a'>, 'href'> & { to: string; search?: Record<string, string | undefined> }) {
  // Areas register their own routes, so a link between two areas cannot be checked against the tree here.
  return <Link to={to as '/'} search={search as never} {...props} />;
}

/** Whether a page exists: navigation names only pages that are there. */
export function useHasPage(): (path: string) => boolean {
  const router = useRouter();
  return (path) => path in router.routesByPath;
}
