import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type DnsResolver, dnsFacts } from './dns.ts';

const failing = (code: string) => Promise.reject(Object.assign(new Error(code), { code }));

/** A zone of five domains, counting what is asked of it. */
function zone() {
  const asked: string[] = [];
  const resolver: DnsResolver = {
    async resolveMx(domain) {
      asked.push(domain);
      if (domain === 'mail.test') return [{ exchange: 'MX.Mail.test', priority: 10 }];
      if (domain === 'null.test') return [{ exchange: '', priority: 0 }];
      if (domain === 'gone.test') return await failing('ENOTFOUND');
      if (domain === 'slow.test') return await failing('ETIMEOUT');
      return await failing('ENODATA');
    },
    resolve4: async (host) => (['mx.mail.test', 'web.test'].includes(host) ? ['192.0.2.1'] : await failing('ENODATA')),
    resolve6: async () => await failing('ENODATA'),
  };
  return { resolver, asked };
}

test('every kind of answer is told apart', async () => {
  const ask = dnsFacts(zone().resolver, () => 1000);
  const facts = await ask(['mail.test', 'null.test', 'gone.test', 'slow.test', 'web.test']);
  const short = Object.fromEntries([...facts].map(([domain, { mx, addresses }]) => [domain, { mx, addresses }]));
  assert.deepEqual(short, {
    'mail.test': { mx: [{ exchange: 'mx.mail.test', priority: 10 }], addresses: [] },
    'null.test': { mx: [{ exchange: '', priority: 0 }], addresses: [] },
    'gone.test': { mx: 'nxdomain', addresses: [] },
    'slow.test': { mx: 'error', addresses: [] },
    'web.test': { mx: 'none', addresses: ['192.0.2.1'] },
  });
  assert.deepEqual(facts.get('mail.test')?.mxAddresses, ['192.0.2.1']);
});

test('a domain is asked once an hour, however often it comes', async () => {
  const { resolver, asked } = zone();
  let now = 0;
  const ask = dnsFacts(resolver, () => now);
  await ask(['mail.test', 'mail.test']);
  await ask(['mail.test']);
  assert.deepEqual(asked, ['mail.test']);
  now = 3_600_001;
  await ask(['mail.test']);
  assert.deepEqual(asked, ['mail.test', 'mail.test']);
});
