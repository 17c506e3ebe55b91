/** Requests made from the OpenAPI document: every route, and a valid value for each of its schemas. Tests only. */
import * as z from 'zod';
import type { App } from './platform/http.ts';

export type Schema = {
  type?: string;
  format?: string;
  pattern?: string;
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: Schema | boolean;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
};

const Operation = z.object({
  parameters: z
    .array(
      z.object({
        in: z.enum(['path', 'query', 'header', 'cookie']),
        name: z.string(),
        required: z.boolean().optional(),
        schema: z.custom<Schema>(),
      }),
    )
    .default([]),
  requestBody: z
    .object({ content: z.object({ 'application/json': z.object({ schema: z.custom<Schema>() }) }) })
    .optional(),
});
const Document = z.object({ paths: z.record(z.string(), z.record(z.string(), Operation)) });

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface Route {
  /** `GET /api/v1/jobs/{id}`. */
  name: string;
  method: Method;
  path: string;
  parameters: z.infer<typeof Operation>['parameters'];
  body: Schema | undefined;
}

/** Every route of the OpenAPI document. */
export function routesOf(app: App): Route[] {
  const { paths } = Document.parse(withoutReferences(app.swagger()));
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { parameters, requestBody }]) => ({
      name: `${method.toUpperCase()} ${path}`,
      method: method.toUpperCase() as Method,
      path,
      parameters,
      body: requestBody?.content['application/json'].schema,
    })),
  );
}

/** The document with every named schema in the place where it is named. */
function withoutReferences(document: object): unknown {
  const { components } = document as { components?: { schemas?: Record<string, unknown> } };
  const resolve = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value !== 'object' || value === null) return value;
    const { $ref } = value as { $ref?: string };
    if ($ref !== undefined) return resolve(components?.schemas?.[$ref.replace('#/components/schemas/', '')]);
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, resolve(part)]));
  };
  const { paths } = document as { paths?: unknown };
  return { paths: resolve(paths) };
}

/** Gives the value of a field by its name, or undefined where the schema may decide. */
export type Known = (field: string) => unknown;

/** A schema cannot say these: a lead has an e-mail or a phone, and a selection is either by ids or by filter. */
const NEEDED = ['email'];
const EITHER = { ids: 'filter' } as Record<string, string>;

/**
 * A valid value of a schema with what it must have, and with every optional field that `known` has a value for.
 * Throws for a schema it cannot fill.
 */
export function validValue(schema: Schema, field: string, known: Known): unknown {
  const given = known(field);
  if (given !== undefined) return schema.type === 'array' && !Array.isArray(given) ? [given] : given;
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const alternative = (schema.anyOf ?? schema.oneOf)?.[0];
  if (alternative) return validValue(alternative, field, known);
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((part) => validValue(part, field, known)));
  switch (schema.type) {
    case 'string':
      return textOf(schema, field);
    case 'integer':
    case 'number':
      return Math.max(schema.minimum ?? 1, Math.min(1, schema.maximum ?? 1));
    case 'boolean':
      return true;
    case 'null':
      return null;
    case 'array':
      return schema.items && (schema.minItems || holdsKnown(schema.items, field, known))
        ? [validValue(schema.items, field, known)]
        : [];
    case 'object':
      return objectOf(schema, known);
    default:
      throw new Error(`${field} has a schema that cannot be filled: ${JSON.stringify(schema)}`);
  }
}

function objectOf(schema: Schema, known: Known): Record<string, unknown> {
  const properties = Object.entries(schema.properties ?? {});
  const needed = new Set([...(schema.required ?? []), ...NEEDED]);
  const excluded = new Set(properties.flatMap(([name]) => EITHER[name] ?? []));
  return Object.fromEntries(
    properties
      .filter(([name, part]) => needed.has(name) || (!excluded.has(name) && holdsKnown(part, name, known)))
      .map(([name, part]) => [name, validValue(part, name, known)]),
  );
}

function holdsKnown(schema: Schema, field: string, known: Known): boolean {
  if (known(field) !== undefined) return true;
  const parts = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])];
  if (parts.some((part) => holdsKnown(part, field, known))) return true;
  if (schema.items) return holdsKnown(schema.items, field, known);
  return Object.entries(schema.properties ?? {}).some(([name, part]) => holdsKnown(part, name, known));
}

const FORMATS: Record<string, string> = {
  'date-time': '2026-03-01T12:00:00Z',
  date: '2026-03-01',
  email: 'someone@example.org',
  uuid: '01900000-0000-7000-8000-000000000000',
};
/** Texts that patterns are tried with. */
const SAMPLES = ['DE', 'EUR', '1', 'a', '2026-03-01', 'Europe/Berlin', 'https://example.org'];

function textOf(schema: Schema, field: string): string {
  const format = schema.format === undefined ? undefined : FORMATS[schema.format];
  if (format !== undefined) return format;
  if (field === 'email') return 'someone@example.org';
  if (field === 'time_zone') return 'Europe/Berlin';
  if (schema.pattern !== undefined) {
    const sample = SAMPLES.find((text) => new RegExp(schema.pattern ?? '', 'u').test(text));
    if (sample === undefined) throw new Error(`${field} has a pattern that no sample fits: ${schema.pattern}`);
    return sample;
  }
  return 'x'.repeat(Math.max(1, schema.minLength ?? 1));
}

/** The address of a route with its path and query filled in. Optional queries come along where `known` has a value. */
export function addressOf(route: Route, known: Known, withQuery = true): string {
  const query = new URLSearchParams();
  let { path } = route;
  for (const { in: place, name, required, schema } of route.parameters) {
    if (place === 'path') path = path.replace(`{${name}}`, encodeURIComponent(String(validValue(schema, name, known))));
    if (place === 'query' && (required || (withQuery && known(name) !== undefined))) {
      query.set(name, String(validValue(schema, name, known)));
    }
  }
  return query.size > 0 ? `${path}?${query}` : path;
}
