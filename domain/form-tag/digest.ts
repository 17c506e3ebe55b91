/**
 * How a value typed into a form is witnessed without being kept: the tag digests its plain form in the browser, the
 * server keys the digest. The same function digests what a seller delivers later, so that both can be compared.
 */

/**
 * 53 bits of a value as hexadecimal, equal for values that differ in case, spacing and punctuation only, and for numbers
 * of seven digits and more that end alike (a phone with and without its country code). No secret: the server keys it
 * before it is stored. The mixing is that of cyrb53 (bryc, public domain), which is plain 32-bit arithmetic.
 * The tag carries this function as it stands, so it uses nothing from outside itself.
 */
export function valueDigest(value: string): string {
  const plain = value
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
  const text = /^\d{7,}$/.test(plain) ? plain.slice(-7) : plain;
  let low = 0xdeadbeef;
  let high = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    low = Math.imul(low ^ unit, 2654435761);
    high = Math.imul(high ^ unit, 1597334677);
  }
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  return (4294967296 * (2097151 & high) + (low >>> 0)).toString(16);
}
