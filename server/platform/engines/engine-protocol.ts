/** The words between the server and its ClickHouse child. They go over the IPC channel, which no other process sees. */
import * as z from 'zod';

/** The one user the child knows. */
export const ENGINE_USER = 'assay';

const Open = z.object({
  kind: z.literal('open'),
  /** Folder that belongs to the engine alone. */
  dir: z.string(),
  /** Loopback port to listen on; 0 lets the system choose. */
  port: z.int(),
  /** Password of `ENGINE_USER`. */
  secret: z.string(),
  /** How many questions may run at once. */
  readers: z.int().positive(),
  /** Memory in bytes that all statements together may take. */
  memoryBytes: z.int().positive(),
});

/** What the server tells the child. */
export const ToEngine = z.discriminatedUnion('kind', [
  Open,
  z.object({ kind: z.literal('ping'), number: z.int() }),
  z.object({ kind: z.literal('stop') }),
]);
/** What the child tells the server. */
export const FromEngine = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready'), port: z.int() }),
  z.object({ kind: z.literal('failed'), message: z.string() }),
  /** Sent after a real `select 1`; `alive` is false when the engine answers that it is going down. */
  z.object({ kind: z.literal('pong'), number: z.int(), alive: z.boolean() }),
]);
export type OpenEngine = z.infer<typeof Open>;
export type ToEngine = z.infer<typeof ToEngine>;
export type FromEngine = z.infer<typeof FromEngine>;
