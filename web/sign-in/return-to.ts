/** Where to go after signing in: only ever to a page of our own. */
export function safeReturn(wanted: string | undefined): string {
  if (!wanted?.startsWith('/') || /^\/[/\\]/.test(wanted) || wanted.startsWith('/sign-in')) return '/';
  // What a browser would read as another host is not ours, however it is spelt.
  const base = 'http://assay.invalid';
  return URL.canParse(wanted, base) && new URL(wanted, base).origin === base ? wanted : '/';
}
