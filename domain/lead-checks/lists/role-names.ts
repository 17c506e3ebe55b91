/** Local parts that name a function and not a person. */
import roles from 'role-based-email-addresses';
import about from 'role-based-email-addresses/package.json' with { type: 'json' };
import { listName } from './list-name.ts';

export const ROLE_LIST = listName(about, undefined);

/** People are called so, too, and a person's own address must not be taken for an office's. */
const ALSO_GIVEN_NAMES = ['alexa', 'angels', 'gardner', 'india', 'paris', 'prime', 'sydney', 'tribe'];

/** Lower case. */
export const ROLE_NAMES: ReadonlySet<string> = new Set(roles.filter((role) => !ALSO_GIVEN_NAMES.includes(role)));
