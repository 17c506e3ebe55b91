/** Diagnoses an address by the practical grammar of RFC 5321 and 6531: no quoted local parts, comments or address literals. */
import { analyzeEmail } from '@hapi/address';

export interface EmailSyntaxError {
  /** Code of @hapi/address, e.g. MISSING_AT_CHAR. */
  code: string;
  message: string;
  /** Characters at fault in the address: start (inclusive) and end (exclusive), in UTF-16 units. */
  span: [number, number];
}

/** Returns what is wrong with an address without surrounding blanks, or undefined when the grammar holds. */
export function diagnoseEmail(address: string): EmailSyntaxError | undefined {
  const hidden = HIDDEN.exec(address);
  if (hidden) {
    return {
      code: 'FORBIDDEN_UNICODE',
      message: 'Address contains an invisible character or a blank',
      span: [hidden.index, hidden.index + hidden[0].length],
    };
  }
  const analysis = analyzeEmail(address);
  return analysis ? { code: analysis.code, message: analysis.error, span: spanOf(analysis.code, address) } : undefined;
}

/**
 * RFC 6531 lets every character outside ASCII stand in a local part; those nobody can see or type are refused,
 * because they come from pasted text and never from a mailbox.
 */
const HIDDEN = /[\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Z}\u0080-\u009F]+/u;
const LOCAL_FORBIDDEN = /[^\w!#$%&'*+\-/=?^`{|}~.@\u0080-\u{10FFFF}]/u;
const DOMAIN_FORBIDDEN = /[^a-z0-9.\-\u0080-\u{10FFFF}]/iu;
const EDGE_HYPHEN = /(?<=^|\.)-|-(?=\.|$)/u;

function spanOf(code: string, address: string): [number, number] {
  const end = address.length;
  const at = address.indexOf('@');
  const domain = address.slice(at + 1);
  switch (code) {
    case 'MULTIPLE_AT_CHAR': {
      const second = address.indexOf('@', at + 1);
      return [second, second + 1];
    }
    case 'EMPTY_LOCAL':
    case 'DOMAIN_NON_EMPTY_STRING':
      return [at, at + 1];
    case 'ADDRESS_TOO_LONG':
      return [254, end];
    case 'LOCAL_TOO_LONG':
      return [0, at];
    case 'EMPTY_LOCAL_SEGMENT':
      return emptySegment(address.slice(0, at), 0);
    case 'INVALID_LOCAL_CHARS':
      return charAt(LOCAL_FORBIDDEN, address.slice(0, at), 0);
    case 'DOMAIN_EMPTY_SEGMENT':
      return emptySegment(domain, at + 1);
    case 'DOMAIN_INVALID_CHARS':
      return DOMAIN_FORBIDDEN.test(domain)
        ? charAt(DOMAIN_FORBIDDEN, domain, at + 1)
        : charAt(EDGE_HYPHEN, domain, at + 1);
    case 'DOMAIN_INVALID_TLDS_CHARS':
      return [at + 2 + domain.lastIndexOf('.'), end];
    case 'DOMAIN_LONG_SEGMENT': {
      const long = domain.split('.').find((segment) => segment.length > 63) ?? domain;
      const start = at + 1 + domain.indexOf(long);
      return [start, start + long.length];
    }
    default:
      return code.startsWith('DOMAIN_') ? [at + 1, end] : [0, end];
  }
}

/** The dot that leaves a segment empty: the first, the last, or the second of two. */
function emptySegment(part: string, offset: number): [number, number] {
  const double = part.indexOf('..');
  const index = part.startsWith('.') ? 0 : double >= 0 ? double + 1 : part.length - 1;
  return [offset + index, offset + index + 1];
}

function charAt(pattern: RegExp, part: string, offset: number): [number, number] {
  const match = pattern.exec(part);
  return match ? [offset + match.index, offset + match.index + match[0].length] : [offset, offset + part.length];
}
