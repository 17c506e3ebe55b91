/** What an engine needs of a logger: pino's shape, fields first, never a statement or a person's data. */
export interface EngineLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
