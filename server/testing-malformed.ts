/** Requests that are wrong somewhere, made from the OpenAPI document. Tests only. */
import fc from 'fast-check';
import { addressOf, type Known, type Route, type Schema, validValue } from './testing-requests.ts';

export interface Wrong {
  route: Route;
  /** What is wrong with it. */
  fault: string;
  url: string;
  headers: Record<string, string>;
  payload: string | undefined;
}

/** A value of another kind than the schema asks for, or just beyond its bounds. */
function wrongValue(schema: Schema): fc.Arbitrary<unknown> {
  const parts = schema.anyOf ?? schema.oneOf ?? [schema];
  const types = new Set(parts.flatMap((part) => part.type ?? typeof part.enum?.[0]));
  const other: fc.Arbitrary<unknown>[] = [];
  if (!types.has('string')) other.push(fc.string().map((text) => `no ${text}`));
  if (!types.has('number') && !types.has('integer')) other.push(fc.double({ noNaN: true, noDefaultInfinity: true }));
  if (!types.has('boolean')) other.push(fc.boolean());
  if (!types.has('array')) other.push(fc.array(fc.jsonValue(), { maxLength: 3 }));
  if (!types.has('object') && !types.has('array'))
    other.push(fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 3 }));
  if (!types.has('null')) other.push(fc.constant(null));
  for (const { enum: choices, format, maxLength, minimum, maximum, type } of parts.length === 1 ? parts : []) {
    if (choices) other.push(fc.string().map((text) => `${text} is none of them`));
    if (format) other.push(fc.string({ maxLength: 50 }).map((text) => `${text} is no ${format}`));
    if (maxLength !== undefined && maxLength < 10_000) other.push(fc.constant('x'.repeat(maxLength + 1)));
    if (type === 'integer') other.push(fc.constant(0.5), fc.constant(1e300));
    if (minimum !== undefined) other.push(fc.integer({ min: 1 }).map((below) => minimum - below));
    if (maximum !== undefined && maximum < 1e15) other.push(fc.integer({ min: 1 }).map((above) => maximum + above));
  }
  return fc.oneof(...other);
}

type Place = { path: (string | number)[]; schema: Schema };

/** Every place in a body that a wrong value may be put at. */
export function placesOf(schema: Schema, path: (string | number)[] = []): Place[] {
  const here = path.length > 0 && Object.keys(schema).length > 0 ? [{ path, schema }] : [];
  const properties = Object.entries(schema.properties ?? {});
  const record =
    typeof schema.additionalProperties === 'object' ? [['any key', schema.additionalProperties] as const] : [];
  return [
    ...here,
    ...[...properties, ...record].flatMap(([name, part]) => placesOf(part, [...path, name])),
    ...(schema.items ? placesOf(schema.items, [...path, 0]) : []),
    ...(schema.anyOf?.[0] ? placesOf(schema.anyOf[0], path).filter((place) => place.path.length > path.length) : []),
  ];
}

/** A copy of the body with the value at the place. */
export function put(body: unknown, [step, ...rest]: readonly (string | number)[], value: unknown): unknown {
  if (step === undefined) return value;
  if (typeof step === 'number') return [put((body as unknown[] | undefined)?.[0], rest, value)];
  const before = (body ?? {}) as Record<string, unknown>;
  return { ...before, [step]: put(before[step], rest, value) };
}

const WRONG_PARTS = [
  '%00',
  '%zz',
  '%E0%A4%A',
  '..%2f..',
  '%0d%0aSet-Cookie:a=b',
  "'%20or%201=1",
  '%F0%9F%92%A9',
  'x'.repeat(300),
];
export const JSON_TYPE = { 'content-type': 'application/json' };

/** Requests to a route that are wrong in one place; the rest comes from the schemas and from `known`. */
export function wrongRequests(route: Route, headers: Record<string, string>, known: Known): fc.Arbitrary<Wrong> {
  const url = addressOf(route, known);
  const body = route.body && validValue(route.body, 'body', known);
  const payload = body === undefined ? undefined : JSON.stringify(body);
  const make = (fault: string, change: Partial<Wrong>): Wrong => ({
    route,
    fault,
    url,
    payload,
    headers: { ...headers, ...(payload === undefined ? {} : JSON_TYPE) },
    ...change,
  });
  const faults: fc.Arbitrary<Wrong>[] = [];
  for (const { in: place, name, schema } of route.parameters) {
    if (place === 'path') {
      const part = fc.constantFrom(...WRONG_PARTS);
      faults.push(part.map((text) => make(`{${name}}: ${text}`, { url: url.replace(String(known(name)), text) })));
    }
    if (place === 'query' && (schema.format || schema.enum || schema.type === 'integer' || name === 'cursor')) {
      const text = fc.constantFrom(
        '-1',
        '1e99',
        '%00',
        '%ff',
        'null',
        '[]',
        'a'.repeat(2001),
        '2026-13-45',
        'eyJhIjoxfQ',
      );
      faults.push(text.map((value) => make(`${name}=${value}`, { url: withQuery(url, name, value) })));
      faults.push(fc.constant(make(`${name} twice`, { url: withQuery(withQuery(url, name, '1'), name, '2', true) })));
    }
  }
  if (route.body && payload !== undefined) {
    const places = placesOf(route.body);
    if (places.length > 0) {
      faults.push(
        fc.constantFrom(...places).chain(({ path, schema }) =>
          wrongValue(schema).map((value) =>
            make(`${path.join('.')} is ${JSON.stringify(value)?.slice(0, 100)}`, {
              payload: JSON.stringify(put(body, path, value)),
            }),
          ),
        ),
      );
    }
    for (const name of route.body.required ?? []) {
      const { [name]: _, ...rest } = body as Record<string, unknown>;
      if (!('default' in (route.body.properties?.[name] ?? {}))) {
        faults.push(fc.constant(make(`no ${name}`, { payload: JSON.stringify(rest) })));
      }
    }
    faults.push(
      fc.nat(payload.length - 1).map((length) => make('cut off', { payload: payload.slice(0, length) })),
      fc
        .jsonValue()
        .filter((value) => typeof value !== 'object' || value === null)
        .map((value) => make('no object', { payload: JSON.stringify(value) })),
      fc
        .constantFrom('text/plain', 'application/xml', 'multipart/form-data', 'application/octet-stream', 'a/b;;c')
        .map((type) => make(`sent as ${type}`, { headers: { ...headers, 'content-type': type } })),
      fc
        .constantFrom('__proto__', 'constructor')
        .map((name) =>
          make(name, { payload: `{"${name}":{"prototype":{"polluted":1},"polluted":1},${payload.slice(1)}` }),
        ),
    );
  }
  if (faults.length === 0)
    faults.push(fc.constantFrom(...WRONG_PARTS).map((text) => make(`${text} below`, { url: `${route.path}/${text}` })));
  return fc.oneof(...faults);
}

/** The address with a query of this value, in place of the one it had or beside it. */
export function withQuery(url: string, name: string, value: string, again = false): string {
  const [path, query = ''] = url.split('?');
  const others = query.split('&').filter((part) => part !== '' && (again || !part.startsWith(`${name}=`)));
  return `${path}?${[...others, `${name}=${value}`].join('&')}`;
}
