import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { guessMapping } from './guess-mapping.ts';

/** Guesses from a header line and rows, cells parted by bars. */
function guess(header: string, ...rows: string[]) {
  const cells = rows.map((row) => row.split('|'));
  return guessMapping(
    header.split('|'),
    header.split('|').map((_, column) => cells.map((row) => row[column] ?? '')),
  );
}
const targets = (header: string, ...rows: string[]) =>
  guess(header, ...rows)
    .map((entry) => entry.target)
    .join(' ');

test('knows headers in many languages', () => {
  const person = 'given_name family_name email phone';
  const row = 'Ann|Lee|ann@example.com|+49 30 1234567';
  for (const header of [
    'First Name|Last Name|E-mail address|Phone number',
    'firstName|last_name|EMAIL|mobile_phone',
    'Vorname|Nachname|E-Mail-Adresse|Telefonnummer',
    'Prénom|Nom|Adresse e-mail|Téléphone',
    'Nombre|Apellidos|Correo electrónico|Teléfono',
    'Nome|Cognome|Indirizzo e-mail|Cellulare',
    'Primeiro nome|Sobrenome|Endereço de e-mail|Telefone',
    'Voornaam|Achternaam|E-mailadres|Telefoonnummer',
    'Imię|Nazwisko|Adres e-mail|Numer telefonu',
    'Förnamn|Efternamn|E-post|Telefon',
    'Имя|Фамилия|Электронная почта|Телефон',
    '名|姓|メールアドレス|電話番号',
    'الاسم الأول|اسم العائلة|البريد الإلكتروني|رقم الهاتف',
  ]) {
    assert.equal(targets(header, row), person, header);
  }
  assert.equal(
    targets('姓名|手机号|邮箱|公司|来源|创建时间', '王伟|13800138000|w@example.cn|甲|百度|2026-01-02'),
    'name phone email company source created_at',
  );
  assert.equal(targets('이름|전화번호|이메일|회사', '김|01012345678|k@example.kr|갑'), 'name phone email company');
});

test('knows the exports of ad platforms and CRMs', () => {
  assert.equal(
    targets(
      'id|created_time|ad_name|adset_id|campaign_id|campaign_name|form_id|platform|full_name|email|phone_number|what_is_your_budget?',
      'l:1|2026-03-02T10:00:00+0000|A|as:2|c:3|C|f:4|ig|Ann Lee|a@b.co|p:+12125550100|1000',
    ),
    'external_id created_at source_details.utm_content source_details.ad_group_id source_details.campaign_id source_details.utm_campaign form.form_id source name email phone custom',
  );
  assert.equal(
    targets(
      'Record ID|Lifecycle Stage|Original Source|Create Date|Deal Amount|Close Date',
      '1|MQL|Paid Search|2026-01-02|1,200.50|2026-02-02',
    ),
    'external_id conversion_status source created_at revenue conversion_date',
  );
});

test('goes by the values where there is no header', () => {
  assert.equal(
    targets('|||', 'Ann Lee|a@b.co|+1 212 555 0100|2026-01-01', 'Bo Lee|b@b.co|+1 212 555 0101|2026-01-02'),
    'name email phone created_at',
  );
  assert.equal(targets('|', '|a@b.co'), 'ignore email');
});

test('values overrule a header that promises something else, bad data does not', () => {
  const optIn = guess('Email|Email opt in', 'a@b.co|yes', 'b@b.co|no');
  assert.deepEqual(
    optIn.map((entry) => entry.target),
    ['email', 'custom'],
  );
  assert.equal(targets('Company size|Date of birth|E-mail', '1-10|1990-01-01|a@b.co'), 'custom custom email');
  const dirty = guess('email', 'nope', 'n/a', 'ann(at)example.com');
  assert.equal(dirty[0]?.target, 'email');
  assert.ok(dirty[0]!.confidence < 0.9);
  assert.equal(targets('status', 'red', 'green', 'blue'), 'custom');
});

test('gives a field to one column only, except texts that belong together', () => {
  const twice = guess('Email|Email 2|Address|Address 2', 'a@b.co|c@d.co|1 Main St|Flat 2');
  assert.deepEqual(
    twice.map((entry) => entry.target),
    ['email', 'custom', 'address.street', 'address.street'],
  );
  assert.match(twice[1]!.why, /Email/);
});

test('says for any headers and values one sentence and a confidence between 0 and 1', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 20 });
  fc.assert(
    fc.property(fc.array(fc.tuple(text, fc.array(text, { maxLength: 5 })), { maxLength: 8 }), (columns) => {
      const found = guessMapping(
        columns.map(([header]) => header),
        columns.map(([, values]) => values),
      );
      assert.equal(found.length, columns.length);
      for (const { confidence, why } of found) {
        assert.ok(confidence >= 0 && confidence <= 1);
        assert.match(why, /\.$/s);
      }
    }),
  );
});
