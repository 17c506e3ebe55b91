/** Questions to a server that is killed and started again: asked until one of its lives answers. Tests only. */
import { setTimeout as sleep } from 'node:timers/promises';
import { answerOf } from './installation.ts';

const TRY_AGAIN_MS = 50;

/** Where the server answers at the moment; whoever asks while it is down waits for its next life. */
export interface Beacon {
  url(): Promise<string>;
  at(url: string): void;
  gone(): void;
  /** There is no next life: whoever waits, or asks from now on, gets an error. */
  giveUp(): void;
}

export function beacon(first: string): Beacon {
  let light = Promise.withResolvers<string>();
  light.resolve(first);
  return {
    url: () => light.promise,
    at: (url) => light.resolve(url),
    gone() {
      light = Promise.withResolvers<string>();
    },
    giveUp() {
      light.reject(new Error('The server does not come back.'));
      light = Promise.withResolvers<string>();
      light.reject(new Error('The server does not come back.'));
      light.promise.catch(() => undefined);
    },
  };
}

export interface Question {
  method?: 'GET' | 'POST';
  body?: Buffer | object;
  headers?: Record<string, string>;
  /** Statuses that count as an answer; any other is a fault. */
  wanted?: number[];
}

export type Ask = <T>(path: string, question?: Question) => Promise<T>;

/** Asks with an API key. A broken connection means that nothing is known: the same question is put to the next life. */
export function patientCaller(server: Beacon, key: string): Ask {
  return async <T>(path: string, { method, body, headers, wanted = [200] }: Question = {}) => {
    for (;;) {
      const url = await server.url();
      let response: Response;
      let text: string;
      try {
        response = await fetch(`${url}${path}`, {
          method: method ?? (body === undefined ? 'GET' : 'POST'),
          headers: {
            authorization: `Bearer ${key}`,
            ...(body === undefined ? {} : { 'content-type': typeOf(body) }),
            ...headers,
          },
          ...(body === undefined ? {} : { body: Buffer.isBuffer(body) ? new Uint8Array(body) : JSON.stringify(body) }),
        });
        text = await response.text();
      } catch {
        await sleep(TRY_AGAIN_MS);
        continue;
      }
      return await answerOf<T>(new Response(text, { status: response.status }), ...wanted);
    }
  };
}

const typeOf = (body: Buffer | object) => (Buffer.isBuffer(body) ? 'application/octet-stream' : 'application/json');
