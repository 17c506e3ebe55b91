/** People, their roles, and invitations. */
import { queryOptions } from '@tanstack/react-query';
import type * as z from 'zod';
import type { Invitation, InvitationCreate, InvitationCreated, Person, RoleGrants } from '#contract/people.ts';
import { request } from '../../api.ts';

export const peopleQuery = queryOptions({
  queryKey: ['people'],
  queryFn: async ({ signal }) => (await request<{ people: Person[] }>('GET', '/people', { signal })).people,
});
export const invitationsQuery = queryOptions({
  queryKey: ['invitations'],
  queryFn: async ({ signal }) =>
    (await request<{ invitations: Invitation[] }>('GET', '/invitations', { signal })).invitations,
});
export const setRoles = (id: string, body: RoleGrants) =>
  request<Person>('PUT', `/people/${encodeURIComponent(id)}/roles`, { body });
export const removePerson = (id: string) => request<void>('DELETE', `/people/${encodeURIComponent(id)}`);
export const invite = (body: InvitationCreate) =>
  request<z.infer<typeof InvitationCreated>>('POST', '/invitations', { body });
export const revokeInvitation = (id: string) => request<void>('DELETE', `/invitations/${id}`);
