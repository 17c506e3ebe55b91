/** Errors as people read them (RFC 9457). What is public and what is internal never mix. */
import type {
  FastifyError,
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  FastifySchemaValidationError,
} from 'fastify';
import { hasZodFastifySchemaValidationErrors, isResponseSerializationError } from 'fastify-type-provider-zod';
import type { FieldError, Problem } from '#contract/common.ts';

const TITLES: Record<number, string> = {
  400: 'The request could not be read',
  401: 'Sign-in needed',
  403: 'Not allowed',
  404: 'Not found',
  409: 'Conflict with what is there',
  413: 'Too large',
  414: 'Address too long',
  415: 'Kind of file or body not supported',
  422: 'The values are not accepted',
  429: 'Too many requests',
  500: 'Something went wrong on our side',
  503: 'Not ready',
};

/** An error meant for the caller. `type` is a stable slug; `cause` is logged and never shown. */
export class AppError extends Error {
  readonly status: number;
  readonly type: string;
  readonly errors: FieldError[] | undefined;
  readonly headers: Record<string, string>;

  constructor(
    status: number,
    type: string,
    detail: string,
    options: { cause?: unknown; errors?: FieldError[]; headers?: Record<string, string> } = {},
  ) {
    super(detail, { cause: options.cause });
    this.status = status;
    this.type = type;
    this.errors = options.errors;
    this.headers = options.headers ?? {};
  }
}

/** The one answer for what is not there and for what the caller may not know of. */
export const notFound = () => new AppError(404, 'not-found', 'Nothing was found here.');
export const forbidden = (detail = 'Your role does not allow this.') => new AppError(403, 'forbidden', detail);
export const unauthenticated = () => new AppError(401, 'unauthenticated', 'Sign in, or send an API key.');
/** A value of one field is not accepted. */
export const refusedField = (field: string, message: string, status = 422) =>
  new AppError(status, 'invalid-values', `${field}: ${message}`, { errors: [{ field, message }] });

/** The problem document of an error. Errors not made for the caller say nothing of their cause. */
export function problemOf(error: unknown): { problem: Problem; headers: Record<string, string> } {
  const answer = (
    status: number,
    type: string,
    detail: string,
    errors?: FieldError[],
    headers: Record<string, string> = {},
  ) => ({
    problem: {
      type: `/problems/${type}`,
      title: TITLES[status] ?? 'The request was refused',
      status,
      detail,
      ...(errors && errors.length > 0 ? { errors } : {}),
    },
    headers,
  });
  if (error instanceof AppError) return answer(error.status, error.type, error.message, error.errors, error.headers);
  if (hasZodFastifySchemaValidationErrors(error)) {
    const errors = error.validation.flatMap(fieldErrorsOf);
    return answer(
      422,
      'invalid-values',
      `${errors.length === 1 ? 'One value is' : `${errors.length} values are`} not accepted.`,
      errors.slice(0, 100),
    );
  }
  const status = (error as Partial<FastifyError>).statusCode;
  if (status !== undefined && status >= 400 && status < 500 && !isResponseSerializationError(error)) {
    return answer(status, slugOf(status), (error as Error).message);
  }
  if (status === 503) return answer(503, 'busy', 'The server is busy. Try again in a moment.', undefined, RETRY_SOON);
  if (isDatabaseDown(error)) {
    return answer(503, 'store-restarting', 'A store is restarting. Try again in a moment.', undefined, RETRY_SOON);
  }
  return answer(500, 'internal', 'The fault was logged. Nothing of this request was stored.');
}

const RETRY_SOON = { 'retry-after': '2' };

/** Sends every error of the app through the one mapper. */
export function mapErrors(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => {
    const { problem, headers } = problemOf(error);
    if (problem.status >= 500) request.log.error({ err: error }, 'request failed');
    return reply
      .status(problem.status)
      .headers(headers)
      .type('application/problem+json')
      .send({ ...problem, instance: request.id });
  });
  app.setNotFoundHandler((request, reply) => {
    const { problem } = problemOf(notFound());
    return reply
      .status(404)
      .type('application/problem+json')
      .send({ ...problem, instance: request.id });
  });
}

/** Answers a request whose address no route can be looked up by; hooks and the mapper above do not see it. */
export function sendUnroutable(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const long = error.code === 'FST_ERR_MAX_PARAM_LENGTH';
  const detail = long ? 'A part of the address is too long.' : 'The address is not well formed.';
  const { problem } = problemOf(new AppError(long ? 414 : 400, long ? 'address-too-long' : 'bad-address', detail));
  void reply
    .status(problem.status)
    .type('application/problem+json')
    .send({ ...problem, instance: request.id });
}

interface Issue {
  code: string;
  path: PropertyKey[];
  message: string;
}

/** The faults of one validation. Of alternatives, those of the one the value was meant for: its outer type fits. */
function fieldErrorsOf(fault: FastifySchemaValidationError): FieldError[] {
  const branches = (fault.params as { errors?: Issue[][] }).errors;
  const meant = branches?.find(
    (issues) => !issues.some((issue) => issue.path.length === 0 && issue.code === 'invalid_type'),
  );
  if (meant === undefined) return [fieldErrorOf(fault.instancePath, fault.message ?? 'not accepted')];
  return meant.map((issue) => fieldErrorOf(`${fault.instancePath}/${issue.path.join('/')}`, issue.message));
}

/** `/leads/3/email` becomes field `leads.3.email` and, for a list, row 3. */
function fieldErrorOf(path: string, message: string): FieldError {
  const parts = path.split('/').filter(Boolean);
  const row = parts.find((part) => /^\d+$/.test(part));
  return { field: parts.join('.') || 'body', ...(row === undefined ? {} : { row: Number(row) }), message };
}

function slugOf(status: number): string {
  const slugs: Record<number, string> = { 413: 'too-large', 415: 'unsupported-media-type', 429: 'too-many-requests' };
  return slugs[status] ?? 'bad-request';
}

/** PostgreSQL refusing connections or closing them: it is restarting, and the request left nothing behind. */
function isDatabaseDown(error: unknown): boolean {
  const code = (error as { code?: unknown }).code;
  if (typeof code === 'string' && ['ECONNREFUSED', 'ECONNRESET', '57P01', '57P02', '57P03'].includes(code)) return true;
  return error instanceof Error && /Connection terminated/.test(error.message);
}
