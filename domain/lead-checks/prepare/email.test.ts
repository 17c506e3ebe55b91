import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { prepareEmail } from './email.ts';

interface IsEmailCase {
  id: string;
  address: string;
  category: string;
}

/** The cases of isemail 3.05 (test/data). Control characters are written there as their Unicode pictures. */
function isEmailCases(): IsEmailCase[] {
  const xml = readFileSync(new URL('../../../test/data/isemail-tests.xml', import.meta.url), 'utf8');
  return [...xml.matchAll(/<test id="(\d+)">([\s\S]*?)<\/test>/g)].map((match) => {
    const body = match[2] ?? '';
    const address = /<address>([\s\S]*?)<\/address>/.exec(body)?.[1] ?? '';
    const category = /<category>(.*?)<\/category>/.exec(body)?.[1] ?? '';
    return { id: match[1] ?? '', address: decode(address), category };
  });
}

function decode(text: string): string {
  return text
    .replace(/&#x([0-9a-f]+);/gi, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replace(/[\u2400-\u241F]/g, (picture) => String.fromCharCode(picture.charCodeAt(0) - 0x2400))
    .replaceAll('\u2421', '\u007F');
}

test('every isemail case of category ERR is refused and at most one valid address is', () => {
  const cases = isEmailCases();
  assert.equal(cases.length, 164);
  const accepted = cases.filter(
    (one) => one.category === 'ISEMAIL_ERR' && prepareEmail(one.address).syntax === undefined,
  );
  assert.deepEqual(accepted, []);
  const valid = cases.filter((one) => one.category === 'ISEMAIL_VALID_CATEGORY' || one.category === 'ISEMAIL_DNSWARN');
  assert.equal(valid.length, 22);
  const refused = valid.filter((one) => prepareEmail(one.address).syntax !== undefined);
  assert.ok(refused.length <= 1, JSON.stringify(refused));
});

test('the span points at the characters at fault', () => {
  const faults: [string, string, string][] = [
    ['john..doe@example.com', 'EMPTY_LOCAL_SEGMENT', '.'],
    ['john doe@example.com', 'FORBIDDEN_UNICODE', ' '],
    ['jo\u200Bhn@example.com', 'FORBIDDEN_UNICODE', '\u200B'],
    ['john(doe@example.com', 'INVALID_LOCAL_CHARS', '('],
    ['john@exam_ple.com', 'DOMAIN_INVALID_CHARS', '_'],
    ['john@-example.com', 'DOMAIN_INVALID_CHARS', '-'],
    ['john@example..com', 'DOMAIN_EMPTY_SEGMENT', '.'],
    ['john@doe@example.com', 'MULTIPLE_AT_CHAR', '@'],
    ['john.example.com', 'MISSING_AT_CHAR', 'john.example.com'],
    ['john@localhost', 'DOMAIN_SEGMENTS_COUNT', 'localhost'],
    ['@example.com', 'EMPTY_LOCAL', '@'],
    ['john@', 'DOMAIN_NON_EMPTY_STRING', '@'],
    ['john@example.c_m', 'DOMAIN_INVALID_TLDS_CHARS', 'c_m'],
    [`john@${'x'.repeat(64)}.com`, 'DOMAIN_LONG_SEGMENT', 'x'.repeat(64)],
    [`${'x'.repeat(65)}@example.com`, 'LOCAL_TOO_LONG', 'x'.repeat(65)],
  ];
  for (const [address, code, fault] of faults) {
    const { syntax } = prepareEmail(address);
    assert.equal(syntax?.code, code, address);
    assert.equal(address.slice(...(syntax?.span ?? [0, 0])), fault, address);
  }
});

test('the canonical address drops what the provider ignores, and only that', () => {
  const canonical = (address: string) => prepareEmail(address).canonical;
  assert.equal(canonical(' J.o.h.n+News@GoogleMail.com '), 'john@gmail.com');
  assert.equal(canonical('john.doe+x@outlook.com'), 'john.doe@outlook.com');
  assert.equal(canonical('john.doe+x@hotmail.co.uk'), 'john.doe@hotmail.co.uk');
  assert.equal(canonical('john+x@live.nl'), 'john@live.nl');
  assert.equal(canonical('john_doe-shop@yahoo.co.uk'), 'john_doe@yahoo.co.uk');
  assert.equal(canonical('john+x@me.com'), 'john@icloud.com');
  assert.equal(canonical('john+x@fastmail.fm'), 'john@fastmail.fm');
  assert.equal(canonical('john.doe+x@protonmail.com'), 'john.doe@proton.me');
  assert.equal(canonical('J.Doe+x@Example.com'), 'j.doe+x@example.com');
  assert.equal(canonical('jean-luc@gmail.com'), 'jean-luc@gmail.com');
  assert.equal(canonical('+john@gmail.com'), '+john@gmail.com');
});

test('the domain is in ASCII and its suffix comes from the ICANN part of the list', () => {
  const international = prepareEmail('info@Müller.de');
  assert.equal(international.domain, 'xn--mller-kva.de');
  const british = prepareEmail('a@mail.example.co.uk');
  assert.equal(british.registrable, 'example.co.uk');
  assert.equal(british.registrableName, 'example');
  assert.deepEqual(british.suffix, { text: 'co.uk', icann: true });
  assert.deepEqual(prepareEmail('a@example.nosuchtld').suffix, { text: 'nosuchtld', icann: false });
  assert.equal(prepareEmail('a@shop.blogspot.com').registrable, 'blogspot.com');
});

test('no text makes it throw, and canonical addresses are their own canonical address', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.emailAddress()), (text) => {
      const { canonical, syntax } = prepareEmail(text);
      if (syntax) assert.ok(syntax.span[0] <= syntax.span[1] && syntax.span[1] <= text.length);
      else if (canonical !== undefined) assert.equal(prepareEmail(canonical).canonical, canonical);
    }),
    { numRuns: 2000 },
  );
});
