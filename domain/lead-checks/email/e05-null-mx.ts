/** The domain refuses all mail (null MX, RFC 7505), or its mail server stands at an address the internet cannot reach. */
import type { LeadCheck } from '../check.ts';
import { timeText } from '../evidence-text.ts';
import { prepareIp } from '../prepare/ip.ts';
import { failed, notRun, unknown } from '../verdict.ts';

export const e05NullMx: LeadCheck = {
  id: 'E05_NULL_MX',
  family: 'email',
  severity: 'invalid',
  mode: 'dns',
  title: 'E-mail domain accepts mail',
  run({ email }, { dns }) {
    if (email?.domain === undefined) return notRun('The lead has no e-mail address that could be read.');
    if (!dns) return notRun('DNS was not asked.');
    if (dns.mx === 'error') return unknown('DNS gave no answer.');
    const asked = { label: 'Asked', value: timeText(dns.askedAt) };
    const servers = Array.isArray(dns.mx) ? dns.mx : [];
    const nullRecord = servers.length === 1 && (servers[0]?.exchange === '' || servers[0]?.exchange === '.');
    if (nullRecord) {
      return failed(`${email.domain} declares that it takes no mail.`, [
        { label: 'MX record', value: `${servers[0]?.priority} .` },
        asked,
      ]);
    }
    // Without MX records mail goes to the domain's own address (RFC 5321, section 5.1).
    const addresses = servers.length > 0 ? dns.mxAddresses : dns.addresses;
    const unreachable = addresses.map((address) => ({ address, range: prepareIp(address).range }));
    if (unreachable.length === 0 || unreachable.some(({ range }) => range === 'unicast')) return 'passed';
    return failed(`The mail server of ${email.domain} stands at an address that is not public.`, [
      {
        label: 'MX record',
        value: servers.map(({ priority, exchange }) => `${priority} ${exchange}`).join(', ') || 'none',
      },
      {
        label: 'Address',
        value: unreachable.map(({ address, range }) => `${address} (${range ?? 'no address'})`).join(', '),
      },
      asked,
    ]);
  },
};
