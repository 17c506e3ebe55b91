/** Every address of the app in one place. */
export const paths = {
  overview: '/lead-audit',
  leads: '/lead-audit/leads',
  duplicates: '/lead-audit/duplicates',
  findings: '/lead-audit/findings',
  trends: '/lead-audit/trends',
  geography: '/lead-audit/geography',
  segments: '/lead-audit/segments',
  sources: '/lead-audit/sources',
  attribution: '/lead-audit/attribution',
  journeys: '/lead-audit/journeys',
  funnel: '/lead-audit/funnel',
  cohorts: '/lead-audit/cohorts',
  model: '/lead-audit/model',
  imports: '/imports',
  newImport: '/imports/new',
  settings: '/settings',
  signIn: '/sign-in',
} as const;

/** Where to sign in, and back to the place that asked for it. */
export const signInHref = (returnTo: string) =>
  returnTo === '/' || returnTo.startsWith(paths.signIn)
    ? paths.signIn
    : `${paths.signIn}?return=${encodeURIComponent(returnTo)}`;
