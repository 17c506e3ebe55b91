/** A client that has one of everything, to see who gets to know of it. Tests only. */
import assert from 'node:assert/strict';
import { DEFAULT_RULES } from '#domain/lead-score/default-rules.ts';
import { expectStatus } from './people/testing.ts';
import { headersOf, type TestApp } from './testing.ts';

/** Stands in everything of the client that has a text. */
export const CANARY = 'zqcanary7';
/** Stands in the personal values of its leads. */
export const PERSONAL = 'zqpersonal7';

/** Ids of what there is, one of each. */
export interface FilledClient {
  client: string;
  lead: string;
  /** Shares its values with the lead. */
  twin: string;
  merge: string;
  answer: string;
  import: string;
  job: string;
  key: string;
  view: string;
  segment: string;
  suppressionList: string;
  person: string;
  session: string;
  invitation: string;
  site: string;
  decision: string;
  annotation: string;
}

/** A client with one of everything, each with the canary in it. */
export async function fillClient(world: TestApp): Promise<FilledClient> {
  const { owner } = world;
  const client = await world.addClient(`Client ${CANARY}`);
  const created = async (url: string, payload: object) => {
    const response = await owner.post(url, payload);
    assert.ok(response.statusCode < 300, `${url}: ${response.body}`);
    return response.json<{ id: string }>();
  };
  const lead = {
    client_id: client,
    external_id: 'their-lead',
    email: `${PERSONAL}@example.org`,
    name: `Anna ${PERSONAL}`,
    company: `${PERSONAL} Works`,
    message: `Call ${PERSONAL}`,
    source: `Source ${CANARY}`,
    custom: { note: PERSONAL },
    source_details: { landing_page: `https://example.org/?email=${PERSONAL}`, campaign_id: CANARY },
  };
  const delivered = await owner.post('/api/v1/marketing/leads', [lead, { ...lead, external_id: 'their-second' }]);
  expectStatus(delivered, 201);
  expectStatus(
    await owner.put(`/api/v1/clients/${client}/sources`, { sources: [{ name: `Source ${CANARY}`, kind: 'partner' }] }),
    200,
  );
  const groups = DEFAULT_RULES.groups.map((group, index) => (index === 0 ? { ...group, label: CANARY } : group));
  const scoring = { rules: { ...DEFAULT_RULES, groups }, version: 0 };
  const saved = await owner.put(`/api/v1/clients/${client}/scoring`, scoring);
  expectStatus(saved, 202);
  await world.jobEnd(saved.json<{ job: { id: string } }>().job.id);
  const uploaded = await world.app.inject({
    method: 'POST',
    url: `/api/v1/imports/uploads?client_id=${client}`,
    headers: { ...headersOf(world, owner), 'content-type': 'application/octet-stream', 'x-file-name': `${CANARY}.csv` },
    payload: Buffer.from(`email,name,revenue\nb.${PERSONAL}@example.org,Ben,1\nc@example.org,Cem,${PERSONAL}\n`),
  });
  expectStatus(uploaded, 201);
  const { upload_id, preview } = uploaded.json<{ upload_id: string; preview: { shape: object; mapping: object } }>();
  const started = await created('/api/v1/imports', {
    client_id: client,
    upload_id,
    shape: preview.shape,
    mapping: preview.mapping,
  });
  const job = await world.jobEnd((started as { id: string; job: { id: string } }).job.id);
  assert.equal(job.state, 'completed');
  const [one, other] = delivered.json<{ leads: { id: string }[] }>().leads;
  const pair = { client_id: client, lead_a: one?.id ?? '', lead_b: other?.id ?? '' };
  const merge = await created('/api/v1/marketing/duplicates/merges', {
    client_id: client,
    leads: [pair.lead_a, pair.lead_b],
  });
  expectStatus(await owner.post(`/api/v1/marketing/duplicates/merges/${merge.id}/undo`), 200);
  const answer = await created('/api/v1/marketing/duplicates/answers', { ...pair, answer: 'different' });
  const view = { client_id: client, name: CANARY, page: 'leads', query: { q: CANARY }, shared: true };
  const segment = {
    name: CANARY,
    rules: {
      kind: 'group',
      match: 'any',
      rules: [
        { kind: 'text', field: 'source', operator: 'is', values: [`Source ${CANARY}`] },
        { kind: 'words', text: PERSONAL },
      ],
    },
  };
  const person = await world.addPerson('analyst', client, `${CANARY}@example.com`);
  const site = { name: CANARY, origins: ['https://example.org'], consent: 'ask' };
  const invited = { email: `open-${CANARY}@example.com`, roles: [{ client_id: client, role: 'analyst' }] };
  const note = { client_id: client, day: '2026-03-01', note: CANARY };
  const [session] = (await person.browser.get('/api/v1/sessions')).json<{ sessions: { id: string }[] }>().sessions;
  return {
    client,
    lead: pair.lead_a,
    twin: pair.lead_b,
    merge: merge.id,
    answer: answer.id,
    import: started.id,
    job: job.id,
    key: (await world.key(['lead.read'], [client], CANARY)).id,
    view: (await created('/api/v1/views', view)).id,
    segment: (await created(`/api/v1/clients/${client}/segments`, segment)).id,
    suppressionList: (
      await created(`/api/v1/clients/${client}/suppression-lists`, { name: CANARY, kind: 'suppressed' })
    ).id,
    person: person.id,
    session: session?.id ?? '',
    site: (await created(`/api/v1/clients/${client}/collect-sites`, site)).id,
    invitation: (await created('/api/v1/invitations', invited)).id,
    decision: await decisionOf(world, client, delivered.json<{ leads: { id: string }[] }>().leads[0]?.id ?? ''),
    annotation: (await created('/api/v1/marketing/leads/annotations', note)).id,
  };
}

/** A payout held over one lead, which so few leads give no finding for. */
async function decisionOf({ database }: TestApp, client: string, lead: string): Promise<string> {
  const { rows } = await database.owner.query<{ id: string }>(
    `with decision as (
      insert into finding_decision (client_id, id, finding, action, title, source, from_day, to_day, filter, leads, salt, decided_by)
      values ($1, gen_random_uuid(), $2, 'payout_held', $2, $2, '2026-03-01', '2026-03-02', '{}', 1, $4, 'system:test')
      returning client_id, id
    ), marked as (
      insert into lead_mark (client_id, decision_id, lead_id, mark) select client_id, id, $3, 'payout_hold' from decision
    ) select id from decision`,
    [client, `Source ${CANARY}`, lead, Buffer.alloc(32, 1)],
  );
  return rows[0]?.id ?? '';
}
