/** Addresses outside the workspace. The first two are in links that the server makes. */
import { paths } from '../paths.ts';

export const SETUP = '/setup';
export const INVITATION = '/invitation';
export const FIRST_CLIENT = '/clients/new';
export const FRONT_PATHS = [paths.signIn, SETUP, INVITATION, FIRST_CLIENT];
