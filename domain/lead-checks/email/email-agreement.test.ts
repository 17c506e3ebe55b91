import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evidenceOf, outcomeOf, verdictOf } from '../test-lead.ts';
import { e10DomainCompany } from './e10-domain-company.ts';
import { e11NameLocal } from './e11-name-local.ts';

test('E10 passes when domain and company agree', () => {
  const agreeing: [string, string][] = [
    ['siemens.com', 'Siemens AG'],
    ['siemens-energy.com', 'Siemens Energy'],
    ['ge.com', 'General Electric Company'],
    ['hp.com', 'Hewlett-Packard'],
    ['vw.de', 'Volkswagen AG'],
    ['ibm.com', 'International Business Machines'],
    ['bmw.de', 'Bayerische Motoren Werke AG'],
    ['mueller-soehne.de', 'Mueller & Soehne GmbH'],
    ['mail.acme.co.uk', 'Acme Widgets Ltd'],
    ['getacme.io', 'Acme, Inc.'],
    ['mcdonalds.com', "McDonald's"],
    ['lego.dk', 'LEGO Group A/S'],
  ];
  for (const [domain, company] of agreeing) {
    assert.equal(outcomeOf(e10DomainCompany, { email: `a@${domain}`, company }), 'passed', `${domain} ${company}`);
  }
});

test('E10 shows both names and how alike they are', () => {
  const verdict = verdictOf(e10DomainCompany, { email: 'a@globex.com', company: 'Initech Ltd' });
  assert.equal(evidenceOf(verdict, 'Domain'), 'globex');
  assert.equal(evidenceOf(verdict, 'Company'), 'initech');
  assert.equal(evidenceOf(verdict, 'Similarity'), '0.14');
  assert.equal(outcomeOf(e10DomainCompany, { email: 'a@gmail.com', company: 'Initech' }), 'unknown');
  assert.equal(outcomeOf(e10DomainCompany, { email: 'a@globex.com', company: '株式会社日立製作所' }), 'unknown');
  assert.equal(outcomeOf(e10DomainCompany, { email: 'a@globex.com' }), 'not_run');
  assert.equal(outcomeOf(e10DomainCompany, { company: 'Globex' }), 'not_run');
});

test('E11 passes when the address may be the person’s', () => {
  const agreeing: [string, string][] = [
    ['john.smith', 'John Smith'],
    ['jsmith', 'John Smith'],
    ['smithj', 'John Smith'],
    ['js', 'John Smith'],
    ['bob.jones', 'Robert Jones'],
    ['bobby1984', 'Robert Jones'],
    ['liz', 'Elizabeth Taylor'],
    ['kate.m', 'Katherine Moore'],
    ['j.mueller', 'Jürgen Mueller'],
    ['sunnyday77', 'Anna Rossi'],
    ['nguyen.an', 'Nguyễn Văn An'],
    ['szczepanski', 'Karol Szczepański'],
    ['elizabeth.w', 'Elzizabeth Writhg'],
    ['r.james', 'Reuben'],
  ];
  for (const [local, name] of agreeing) {
    assert.equal(outcomeOf(e11NameLocal, { email: `${local}@gmail.com`, name }), 'passed', `${local} ${name}`);
  }
});

test('E11 names the other person', () => {
  const other = (local: string, name: string) =>
    evidenceOf(verdictOf(e11NameLocal, { email: `${local}@gmail.com`, name }), 'Name in the address');
  assert.equal(other('jennifer.lopez', 'Karl Weber'), 'jennifer lopez');
  assert.equal(other('michael77', 'Anna Rossi'), 'michael');
  assert.equal(other('susanmiller', 'Peter Braun'), 'susan miller');
  assert.equal(outcomeOf(e11NameLocal, { email: 'info@gmail.com', name: 'Anna Rossi' }), 'unknown');
  assert.equal(outcomeOf(e11NameLocal, { email: '12345@qq.com', name: 'Anna Rossi' }), 'unknown');
  assert.equal(outcomeOf(e11NameLocal, { email: 'michael@qq.com', name: '王小明' }), 'unknown');
  assert.equal(outcomeOf(e11NameLocal, { email: 'michael@qq.com' }), 'not_run');
  assert.equal(outcomeOf(e11NameLocal, { name: 'Anna Rossi' }), 'not_run');
});
