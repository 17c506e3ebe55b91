/** Addresses outside the workspace. The first two are in links that the server makes. */
export const SETUP = '/setup';
export const INVITATION = '/invitation';
export const FIRST_CLIENT = '/clients/new';
