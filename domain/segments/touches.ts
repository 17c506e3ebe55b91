/** The touchpoints of people, as SQL: whose they are is told by the visitor, or by the lead they were recorded for. */

/**
 * A question with the columns `identity_id`, `touch` (the touchpoint's id) and `at`, each touchpoint once per person.
 * @param client the bound id of the client
 * @param condition on `touchpoint_fact`
 */
export function touchesSql(client: string, condition: string): string {
  return `select people.identity_id as identity_id, did.id as touch, did.at as at
    from (select visitor, id, at from touchpoint_fact final where client_id = ${client} and ${condition}) as did
    inner join (select distinct visitor, identity_id from lead_fact final where client_id = ${client}) as people
      on people.visitor = did.visitor
    union distinct
    select people.identity_id as identity_id, did.id as touch, did.at as at
    from (select assumeNotNull(lead_id) as lead, id, at from touchpoint_fact final
      where client_id = ${client} and lead_id is not null and ${condition}) as did
    inner join (select id, identity_id from lead_fact final where client_id = ${client}) as people
      on people.id = did.lead`;
}
