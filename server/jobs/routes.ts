/** Jobs as people watch them: list, one, its progress as a stream, cancel, its file. */
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { Id } from '#contract/common.ts';
import { Job } from '#contract/workspace.ts';
import { clientsFor, type Principal, principalOf, scopeOf } from '../platform/access.ts';
import { append } from '../platform/audit-log/append.ts';
import type { BlobStore } from '../platform/blobs/blob-store.ts';
import { type Database, inScope } from '../platform/db.ts';
import { AppError, notFound } from '../platform/errors.ts';
import type { App } from '../platform/http.ts';
import { findJob, type JobRow, jobReply, recentJobs, requestCancel } from './queries.ts';

const BASE = '/api/v1/jobs';
const tags = ['Jobs'];
const one = z.object({ id: Id });
const LOOK_MS = 400;
const STILL_THERE_MS = 15_000;
const JOBS_SHOWN = 50;

export interface JobDeps {
  db: Database;
  blobs: BlobStore;
}

const MEDIA_TYPES: Record<string, string> = {
  csv: 'text/csv; charset=utf-8',
  ndjson: 'application/x-ndjson',
  parquet: 'application/vnd.apache.parquet',
  pdf: 'application/pdf',
  html: 'text/html; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

export function jobRoutes(app: App, deps: JobDeps): void {
  const read = async (principal: Principal, id: string): Promise<JobRow> => {
    const clients = clientsFor(principal, 'lead.read');
    const job = await inScope(deps.db, scopeOf(principal, clients), (tx) => findJob(tx, id));
    if (job === undefined) throw notFound();
    return job;
  };
  app.get(
    BASE,
    {
      schema: {
        tags,
        summary: 'The newest jobs',
        querystring: z.object({ client_id: Id.optional() }),
        response: { 200: z.object({ jobs: z.array(Job) }) },
      },
    },
    async (request) => {
      const principal = principalOf(request);
      const clients = clientsFor(principal, 'lead.read', request.query.client_id);
      const rows = await inScope(deps.db, scopeOf(principal, clients), (tx) => recentJobs(tx, clients, JOBS_SHOWN));
      return { jobs: rows.map(jobReply) };
    },
  );
  app.get(
    `${BASE}/:id`,
    { schema: { tags, summary: 'One job', params: one, response: { 200: Job } } },
    async (request) => jobReply(await read(principalOf(request), request.params.id)),
  );
  app.get(
    `${BASE}/:id/events`,
    {
      config: { unlimited: true },
      schema: { tags, summary: 'Progress of a job as server-sent events, until it ends', params: one },
    },
    async (request, reply) => {
      const principal = principalOf(request);
      let job = await read(principal, request.params.id);
      reply.hijack();
      const { raw } = reply;
      raw.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      });
      let sent = '';
      let sentAt = 0;
      while (!raw.destroyed) {
        const event = JSON.stringify(jobReply(job));
        if (event !== sent) raw.write(`data: ${event}\n\n`);
        else if (Date.now() - sentAt > STILL_THERE_MS) raw.write(': still there\n\n');
        if (event !== sent || Date.now() - sentAt > STILL_THERE_MS) sentAt = Date.now();
        sent = event;
        if (job.finished_at !== null) break;
        await sleep(LOOK_MS);
        // A store that restarts meanwhile is no reason to hang up.
        job = await read(principal, job.id).catch(() => job);
      }
      raw.end();
    },
  );
  app.post(
    `${BASE}/:id/cancel`,
    {
      schema: { tags, summary: 'Stop a job; what it did stays', params: one, response: { 200: Job } },
    },
    async (request) => {
      const principal = principalOf(request);
      const job = await read(principal, request.params.id);
      const clients = clientsFor(principal, job.kind === 'export' ? 'lead.export' : 'lead.write', job.client_id);
      return await inScope(deps.db, scopeOf(principal, clients), async (tx) => {
        if (!(await requestCancel(tx, job.id))) throw new AppError(409, 'job-ended', 'The job has ended already.');
        await append(tx, {
          clientId: job.client_id,
          actor: { kind: principal.kind, id: principal.id },
          action: 'job.cancelled',
          object: { type: 'job', id: job.id },
        });
        return jobReply((await findJob(tx, job.id)) ?? job);
      });
    },
  );
  app.get(
    `${BASE}/:id/file`,
    { schema: { tags, summary: 'The file an export made', params: one } },
    async (request, reply) => {
      const principal = principalOf(request);
      const job = await read(principal, request.params.id);
      const clients = clientsFor(principal, 'lead.export', job.client_id);
      // What stands in clear in a file was for whoever may reveal it.
      if ((job.input as { reveal?: boolean }).reveal) clientsFor(principal, 'lead.reveal', job.client_id);
      const file = job.result as { blob_id?: string; format?: string; file_name?: string } | null;
      if (job.kind !== 'export' || job.state !== 'completed' || !file?.blob_id) throw notFound();
      await inScope(deps.db, scopeOf(principal, clients), (tx) =>
        append(tx, {
          clientId: job.client_id,
          actor: { kind: principal.kind, id: principal.id },
          action: 'export.downloaded',
          object: { type: 'job', id: job.id },
        }),
      );
      const content = await deps.blobs.get(job.client_id, file.blob_id);
      if (content === null) throw notFound();
      return reply
        .type(MEDIA_TYPES[file.format ?? ''] ?? 'application/octet-stream')
        .header('content-disposition', `attachment; filename="${file.file_name ?? 'leads'}"`)
        .header('content-length', content.size)
        .send(content.stream);
    },
  );
}
