/** Sending a form: one request at a time, the server's refusals at their fields, and the way back when the session ended. */
import { useRouter } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { ApiError } from './api.ts';
import { signInHref } from './paths.ts';

export interface Submit {
  pending: boolean;
  /** The message for a field of the request, named as the server names it: `email`, `settings.required_fields`. */
  errorOf: (field: string) => string | undefined;
  /** What is wrong with the request as a whole, or with fields that have no place on screen. */
  problem: string | undefined;
  /** Runs the request; `undefined` when it was refused or one is under way. `faults` found before sending stop it. */
  run: <T>(request: () => Promise<T>, faults?: Record<string, string | false | undefined>) => Promise<T | undefined>;
  clear: () => void;
}

type Refusal = { fields: Record<string, string>; problem: string | undefined };
const NONE: Refusal = { fields: {}, problem: undefined };

/** `fields` are those that show their own message. A list counts with its items: `roles` also shows `roles.3.role`. */
export function useSubmit(fields: readonly string[]): Submit {
  const router = useRouter();
  const busy = useRef(false);
  const [pending, setPending] = useState(false);
  const [refusal, setRefusal] = useState(NONE);

  const run: Submit['run'] = async (request, faults = {}) => {
    if (busy.current) return undefined;
    const found = Object.entries(faults).filter((fault): fault is [string, string] => Boolean(fault[1]));
    if (found.length > 0) {
      setRefusal({ fields: Object.fromEntries(found), problem: undefined });
      return undefined;
    }
    busy.current = true;
    setPending(true);
    setRefusal(NONE);
    try {
      return await request();
    } catch (error) {
      if (error instanceof ApiError && error.status === 401 && error.problem.type === '/problems/unauthenticated') {
        void router.navigate({ href: signInHref(router.state.location.href) });
      }
      setRefusal(refusalOf(error, fields));
      return undefined;
    } finally {
      busy.current = false;
      setPending(false);
    }
  };
  return {
    pending,
    errorOf: (field) => refusal.fields[field],
    problem: refusal.problem,
    run,
    clear: () => setRefusal(NONE),
  };
}

/** Sorts a refusal into messages at fields and the rest. */
export function refusalOf(error: unknown, fields: readonly string[]): Refusal {
  if (!(error instanceof Error)) return { fields: {}, problem: 'Something went wrong on this page.' };
  const faults = error instanceof ApiError ? error.fields : [];
  const placed: Record<string, string> = {};
  const homeless: string[] = [];
  for (const { field, message } of faults) {
    const home = fields.find((name) => field === name || field.startsWith(`${name}.`));
    if (home === undefined) homeless.push(`${field}: ${message}`);
    else placed[home] ??= message;
  }
  const problem =
    faults.length === 0 ? error.message : homeless.length > 0 ? homeless.slice(0, 5).join(' · ') : undefined;
  return { fields: placed, problem };
}
