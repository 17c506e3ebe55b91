/** An IP address as the lead gave it, parsed once. Ranges follow the IANA special-purpose registries, as ipaddr.js has them. */
import ipaddr from 'ipaddr.js';

export interface PreparedIp {
  /** As given. */
  given: string;
  /** undefined when the text is no IP address. */
  kind: 'ipv4' | 'ipv6' | undefined;
  /** RFC 5952 text for IPv6, dotted decimal for IPv4; an IPv4-mapped IPv6 address is given as IPv4. */
  normalised: string | undefined;
  /** `unicast` is a public address; all others (`private`, `loopback`, `reserved`, `carrierGradeNat` …) are special. */
  range: string | undefined;
  /** The bytes of the normalised address: 4 or 16. */
  bytes: readonly number[] | undefined;
}

/** Parses an IPv4 or IPv6 address. Accepts only the four-part decimal form of IPv4, because others are how filters are fooled. */
export function prepareIp(given: string): PreparedIp {
  const text = given.trim();
  if (!ipaddr.IPv4.isValidFourPartDecimal(text) && !ipaddr.IPv6.isValid(text)) {
    return { given, kind: undefined, normalised: undefined, range: undefined, bytes: undefined };
  }
  const address = ipaddr.process(text);
  const normalised = address instanceof ipaddr.IPv6 ? address.toRFC5952String() : address.toString();
  return { given, kind: address.kind(), normalised, range: address.range(), bytes: address.toByteArray() };
}
