/** The domain has neither a mail server nor an address, so no mail can reach it (RFC 5321, section 5.1). */
import type { DnsFacts, LeadCheck } from '../check.ts';
import { timeText } from '../evidence-text.ts';
import { failed, notRun, unknown } from '../verdict.ts';

export const e04NoMx: LeadCheck = {
  id: 'E04_NO_MX',
  family: 'email',
  severity: 'invalid',
  mode: 'dns',
  title: 'E-mail domain has a mail server',
  run({ email }, { dns }) {
    if (email?.domain === undefined) return notRun('The lead has no e-mail address that could be read.');
    if (!dns) return notRun('DNS was not asked.');
    if (dns.mx === 'error') return unknown('DNS gave no answer.');
    const reachable = dns.mx === 'none' ? dns.addresses.length > 0 : dns.mx !== 'nxdomain';
    if (reachable) return 'passed';
    return failed(
      `${email.domain} ${dns.mx === 'nxdomain' ? 'does not exist' : 'has no mail server and no address'}.`,
      [
        { label: 'Domain', value: email.domain },
        { label: 'DNS answer', value: answerText(dns) },
        { label: 'Asked', value: timeText(dns.askedAt) },
      ],
    );
  },
};

function answerText({ mx }: DnsFacts): string {
  return mx === 'nxdomain' ? 'NXDOMAIN' : 'no MX, A or AAAA record';
}
