/** A server's API as commands use it: with a key, its problems as sentences. */
import * as z from 'zod';
import { Problem } from '#contract/common.ts';
import { Job } from '#contract/workspace.ts';

export interface Api {
  get<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.output<Schema>>;
  post<Schema extends z.ZodType>(path: string, body: Body, schema: Schema): Promise<z.output<Schema>>;
  /** The body of an answer as it comes. */
  stream(path: string): Promise<ReadableStream<Uint8Array>>;
}

/** JSON, or bytes with headers of their own. */
type Body = { json: unknown } | { bytes: ReadableStream<Uint8Array>; headers: Record<string, string> };

export class ApiError extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export function openApi(url: string, key: string): Api {
  const authorization = `Bearer ${key}`;
  const ask = async (path: string, request: RequestInit & { duplex?: 'half' }) => {
    const response = await fetch(new URL(path, url), { ...request, redirect: 'error' }).catch((cause: Error) => {
      const reason = (cause.cause as Error | undefined)?.message || cause.message;
      throw new Error(`${url} cannot be reached: ${reason}. Is the server running?`, { cause });
    });
    if (!response.ok) throw new ApiError(response.status, sentenceOf(response.status, await response.text()));
    return response;
  };
  return {
    get: async (path, schema) => schema.parse(await (await ask(path, { headers: { authorization } })).json()),
    async post(path, body, schema) {
      const request =
        'json' in body
          ? { headers: { authorization, 'content-type': 'application/json' }, body: JSON.stringify(body.json) }
          : { headers: { authorization, ...body.headers }, body: body.bytes, duplex: 'half' as const };
      return schema.parse(await (await ask(path, { method: 'POST', ...request })).json());
    },
    async stream(path) {
      const { body } = await ask(path, { headers: { authorization } });
      return body ?? new ReadableStream<Uint8Array>({ start: (controller) => controller.close() });
    },
  };
}

function sentenceOf(status: number, text: string): string {
  const problem = Problem.safeParse(parsed(text));
  if (!problem.success) return `The server answered ${status}.`;
  const { title, detail, errors = [] } = problem.data;
  const faults = errors.map(
    ({ field, row, message }) => `${field}${row === undefined ? '' : `, row ${row}`}: ${message}`,
  );
  return [detail ?? title, ...faults].join('\n  ');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The states of a job until it ends; a connection that breaks is opened again. */
export async function* jobStates(api: Api, id: string): AsyncGenerator<Job> {
  for (;;) {
    let ended = false;
    try {
      for await (const data of eventsOf(await api.stream(`/api/v1/jobs/${id}/events`))) {
        const job = Job.parse(JSON.parse(data));
        yield job;
        ended = job.finished_at !== null;
      }
    } catch (error) {
      if (error instanceof ApiError || error instanceof z.ZodError) throw error;
    }
    if (ended) return;
    await new Promise((resolve) => setTimeout(resolve, RECONNECT_MS));
  }
}

const RECONNECT_MS = 500;

/** The data of server-sent events of one line each. Source: WHATWG HTML, section 9.2. */
async function* eventsOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const part of stream) {
    text += decoder.decode(part, { stream: true });
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const data = /^data: (.*)$/m.exec(text.slice(0, end))?.[1];
      text = text.slice(end + 2);
      if (data !== undefined) yield data;
    }
  }
}
