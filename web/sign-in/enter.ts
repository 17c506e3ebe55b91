import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { safeReturn } from './return-to.ts';

/** Goes in as the person who has just signed in; what was loaded before belongs to nobody or to somebody else. */
export function useEnter() {
  const queryClient = useQueryClient();
  const router = useRouter();
  return async (to: string | undefined) => {
    queryClient.clear();
    await router.invalidate();
    await router.navigate({ href: safeReturn(to), replace: true });
  };
}
