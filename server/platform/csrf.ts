/** What a request says of where it comes from, as received. Header values are undefined when absent. */
export type RequestOrigin = {
  method: string;
  /** Whether a cookie is what authenticates it; API keys are not sent by browsers on their own. */
  cookieAuthenticated: boolean;
  origin: string | undefined;
  secFetchSite: string | undefined;
};

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Whether a request may have been caused by another site in the name of a signed-in person. Requests that change
 * something by cookie must name one of our own origins (such as `https://assay.example`); `Sec-Fetch-Site`, which
 * scripts cannot set, must agree where the browser sends it. Without both headers no browser of today sent it, and it is
 * refused. Source: OWASP, Cross-Site Request Forgery Prevention Cheat Sheet.
 */
export function isCrossSite(request: RequestOrigin, ownOrigins: readonly string[]): boolean {
  if (!request.cookieAuthenticated || SAFE_METHODS.has(request.method.toUpperCase())) return false;
  const { origin, secFetchSite } = request;
  // Another subdomain ("same-site") may be run by somebody else.
  if (secFetchSite !== undefined && secFetchSite !== 'same-origin') return true;
  if (origin !== undefined) return !ownOrigins.includes(origin);
  return secFetchSite === undefined;
}
