import { Readable } from 'node:stream';
import * as z from 'zod';
import { AuditLogExport, AuditLogPage, AuditLogQuery } from '#contract/people.ts';
import { principalOf } from '../platform/access.ts';
import type { Database } from '../platform/db.ts';
import type { App } from '../platform/http.ts';
import { auditLogService } from './audit-log-service.ts';
import { senderOf } from './request-actor.ts';

const TYPES = { csv: 'text/csv; charset=utf-8', ndjson: 'application/x-ndjson; charset=utf-8' };

export function auditLogRoutes(app: App, deps: { db: Database }): void {
  const auditLog = auditLogService(deps);

  app.get(
    '/api/v1/audit-log',
    {
      schema: {
        tags: ['Audit log'],
        summary: 'Who did what, newest first',
        querystring: AuditLogQuery,
        response: { 200: AuditLogPage },
      },
    },
    async (request) => await auditLog.list(principalOf(request), request.query),
  );

  app.post(
    '/api/v1/audit-log/export',
    {
      schema: {
        tags: ['Audit log'],
        summary: 'The audit log as a file',
        body: AuditLogExport,
        response: { 200: z.string().describe('CSV or NDJSON, streamed.') },
      },
    },
    async (request, reply) => {
      const pieces = await auditLog.export(senderOf(request), request.body);
      const { format } = request.body;
      return reply
        .type(TYPES[format])
        .header('content-disposition', `attachment; filename="audit-log.${format}"`)
        .send(Readable.from(pieces) as unknown as string);
    },
  );
}
