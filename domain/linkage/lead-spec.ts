/** How leads are compared and found: the specification that the batch job and the look-up of one lead share. */
import type { Condition, LinkageSpec } from './spec.ts';

const missing = (field: string): Condition => ({ is: 'missing', field });
const equal = (field: string): Condition => ({ is: 'equal', field });
const similar = (field: string, atLeast: number): Condition => ({ is: 'similar', field, atLeast });
const edits = (field: string, atMost: number): Condition => ({ is: 'edits', field, atMost });
const long = (field: string, letters: number): Condition => ({ is: 'long', field, letters });
const all = (...of: Condition[]): Condition => ({ is: 'all', of });
const any = (...of: Condition[]): Condition => ({ is: 'any', of });

/** The given name says the same: equal, a short form, a slip of the pen, an initial. */
const givenAgrees = any(
  equal('given'),
  { is: 'shared', field: 'forms' },
  { is: 'initial', field: 'given' },
  similar('given', 0.88),
);
const familyAgrees = any(equal('family'), similar('family', 0.9));

export const LEAD_SPEC: LinkageSpec = {
  fields: [
    { name: 'given' },
    { name: 'family' },
    { name: 'name' },
    { name: 'forms', set: true },
    { name: 'email' },
    { name: 'mailbox' },
    { name: 'domain' },
    { name: 'phone' },
    { name: 'company' },
    { name: 'home' },
    { name: 'postcode' },
    { name: 'city' },
    { name: 'birth' },
  ],
  comparisons: [
    {
      id: 'name',
      title: 'Name',
      missing: missing('name'),
      levels: [
        { label: 'Same name', when: equal('name'), frequency: ['given', 'family'] },
        { label: 'Same name written otherwise', when: all(familyAgrees, givenAgrees), frequency: ['family', 'given'] },
        {
          label: 'Same family name, another given name',
          when: equal('family'),
          frequency: ['family'],
          bitsMax: -3,
          asks: true,
        },
        { label: 'Same given name, another family name', when: givenAgrees, frequency: ['given'] },
      ],
      otherwise: 'Another name',
      otherwiseAsks: true,
    },
    {
      id: 'email',
      title: 'E-mail, given the name',
      // People make their address of their name: two Anna Schmidts have like addresses without being one.
      given: 'name',
      missing: missing('email'),
      levels: [
        { label: 'Same address', when: equal('email'), frequency: ['email'] },
        {
          label: 'Address with a slip of the pen',
          when: all(
            long('mailbox', 5),
            any(all(equal('domain'), edits('mailbox', 1)), all(equal('mailbox'), edits('domain', 1))),
          ),
        },
        {
          label: 'Same mailbox name elsewhere',
          when: all(long('mailbox', 4), equal('mailbox')),
          frequency: ['mailbox'],
        },
        { label: 'Like mailbox name', when: all(long('mailbox', 4), similar('mailbox', 0.9)) },
      ],
      otherwise: 'Another address',
    },
    {
      id: 'phone',
      title: 'Phone, given the name',
      // Relatives and colleagues share numbers and addresses.
      given: 'name',
      missing: missing('phone'),
      levels: [
        { label: 'Same number', when: equal('phone'), frequency: ['phone'] },
        { label: 'Number with a slip of the pen', when: edits('phone', 1) },
      ],
      otherwise: 'Another number',
    },
    {
      id: 'company',
      title: 'Company',
      missing: missing('company'),
      levels: [
        { label: 'Same company', when: equal('company'), frequency: ['company'] },
        { label: 'Like company name', when: similar('company', 0.9) },
      ],
      otherwise: 'Another company',
    },
    {
      id: 'place',
      title: 'Address, given the name',
      given: 'name',
      missing: all(missing('postcode'), missing('city')),
      levels: [
        { label: 'Same street and place', when: equal('home') },
        { label: 'Same postal code', when: equal('postcode'), frequency: ['postcode'] },
        { label: 'Same city', when: equal('city'), frequency: ['city'] },
      ],
      otherwise: 'Another place',
    },
    {
      id: 'birth',
      title: 'Birth date',
      missing: missing('birth'),
      levels: [
        { label: 'Same birth date', when: equal('birth') },
        { label: 'Birth date with a slip of the pen', when: edits('birth', 1) },
      ],
      otherwise: 'Another birth date',
    },
  ],
  blocks: [
    { id: 'email', parts: [{ field: 'email' }] },
    { id: 'phone', parts: [{ field: 'phone', last: 9 }] },
    { id: 'mailbox', parts: [{ field: 'mailbox' }] },
    { id: 'name', parts: [{ field: 'name' }] },
    { id: 'name-place', parts: [{ field: 'name' }, { field: 'postcode', first: 3 }] },
    { id: 'name-domain', parts: [{ field: 'name' }, { field: 'domain' }] },
    { id: 'family-place', parts: [{ field: 'family' }, { field: 'given', first: 1 }, { field: 'postcode' }] },
    { id: 'given-place', parts: [{ field: 'given' }, { field: 'family', first: 2 }, { field: 'postcode' }] },
    { id: 'company-name', parts: [{ field: 'company' }, { field: 'family', first: 3 }, { field: 'given', first: 1 }] },
    {
      id: 'phone-end',
      parts: [
        { field: 'phone', last: 5 },
        { field: 'family', first: 3 },
      ],
    },
    { id: 'birth', parts: [{ field: 'birth' }, { field: 'family', first: 3 }] },
  ],
};
