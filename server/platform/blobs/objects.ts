/** What a blob store needs of the place where sealed bytes are kept. Keys are `client/id`. */
export type Objects = {
  /** Puts a finished file of `bytes` bytes under a key; it is durable when the promise resolves. The file may be gone. */
  place(key: string, file: string, bytes: number): Promise<void>;
  /** Opens an object at its last `tailBytes` bytes; null when there is none. */
  open(key: string, tailBytes: number): Promise<OpenObject | null>;
  /** Deletes an object; nothing happens when there is none. */
  remove(key: string): Promise<void>;
  /** Keys that begin with `client/`, in no order, with their sizes. */
  list(client: string): AsyncIterable<{ key: string; bytes: number }>;
};

export type OpenObject = {
  bytes: number;
  tail: Buffer;
  /** Bytes from `start` to before `end`. */
  read(start: number, end: number): AsyncIterable<Uint8Array>;
  close(): Promise<void>;
};
