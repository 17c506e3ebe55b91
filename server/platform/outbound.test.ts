import assert from 'node:assert/strict';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { isForbiddenAddress, outbound, type Resolve } from './outbound.ts';

/** The ways to write loopback that URL parsers accept. */
const loopbackHosts = [
  '127.0.0.1',
  '127.1',
  '127.0.1',
  '2130706433',
  '0x7f000001',
  '0x7f.1',
  '0X7F.0.0.1',
  '017700000001',
  '0177.0.0.1',
  '①②⑦.0.0.1',
  '１２７．０．０．１',
  '127。0。0。1',
  '%31%32%37.0.0.1',
  '0.0.0.0',
  '0',
  'localhost',
  'LOCALHOST.',
  'a.localhost',
  '[::1]',
  '[0:0:0:0:0:0:0:1]',
  '[::]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[::127.0.0.1]',
];
const otherHosts = [
  '10.0.0.1',
  '100.64.0.1',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.8',
  '192.168.1.1',
  '198.18.0.1',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  '[64:ff9b::7f00:1]',
  '[64:ff9b:1::1]',
  '[2001:0:7f00:1::]',
  '[2002:7f00:1::]',
  '[fc00::1]',
  '[fd00:ec2::254]',
  '[fe80::1]',
  'fe80::1%eth0',
  '[fec0::1]',
  '[ff02::1]',
];

let server: http.Server;
let port: number;
const reached: string[] = [];

before(async () => {
  server = http.createServer((request, response) => {
    reached.push(request.url ?? '');
    if (request.url === '/redirect') response.writeHead(302, { location: `http://127.0.0.1:${port}/inside` }).end();
    else if (request.url === '/large') response.end(Buffer.alloc(2000));
    else if (request.url === '/slow') response.write('.');
    else request.pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
after(() => {
  server.close();
  server.closeAllConnections();
});

const refused = { status: 422, type: 'forbidden-address' };
const noResolve: Resolve = async (host) => assert.fail(`${host} was looked up`);

test('every notation of an address that is not public is forbidden', () => {
  for (const host of [...loopbackHosts, ...otherHosts]) assert.equal(isForbiddenAddress(host), true, host);
  for (const host of ['', 'a b', '1.2.3.4/x', '1.2.3.256', '[::1', '::1]::'])
    assert.equal(isForbiddenAddress(host), true, host);
});

test('public addresses and names are not forbidden', () => {
  const hosts = ['93.184.216.34', '1.1.1.1', '172.32.0.1', '[2606:4700::1111]', '2606:4700::1111', 'example.com'];
  for (const host of [...hosts, 'localhost.example.com', 'xn--bcher-kva.example']) {
    assert.equal(isForbiddenAddress(host), false, host);
  }
});

test('no notation of loopback reaches a server there', async () => {
  const subject = outbound({ resolve: noResolve });
  for (const host of loopbackHosts) {
    await assert.rejects(subject.fetch(`http://${host}:${port}/`), refused, host);
    await assert.rejects(subject.fetch(`http://${host}:${port}@${host}:${port}/`), refused, host);
  }
  for (const url of [`ftp://127.0.0.1:${port}/`, 'file:///etc/hostname', 'data:,x', '//127.0.0.1', 'nonsense', '']) {
    await assert.rejects(subject.fetch(url), refused, url);
  }
  await subject.close();
  assert.deepEqual(reached, []);
});

test('a name that leads to loopback, or to it among others, is not connected to', async () => {
  const found: Record<string, string[]> = {
    'inside.example': ['127.0.0.1'],
    'mapped.example': ['::ffff:127.0.0.1'],
    'mixed.example': ['93.184.216.34', '127.0.0.1'],
    'metadata.example': ['169.254.169.254'],
    'nowhere.example': [],
  };
  const resolve: Resolve = async (host) =>
    (found[host] ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  const subject = outbound({ resolve });
  for (const host of Object.keys(found)) await assert.rejects(subject.fetch(`http://${host}:${port}/`), refused, host);
  await subject.close();
  assert.deepEqual(reached, []);
});

test('what is allowed by host and port is reached, and nothing beside it', async () => {
  const subject = outbound({ allow: [`127.0.0.1:${port}`], resolve: noResolve });
  const body = '{"lead":1}';
  const response = await subject.fetch(`http://127.0.0.1:${port}/hook`, { method: 'POST', body });
  assert.equal(response.status, 200);
  assert.equal(response.body.toString(), body);
  await assert.rejects(subject.fetch(`http://127.0.0.1:${port + 1}/`), refused);
  await assert.rejects(subject.fetch(`http://127.1.1.1:${port}/`), refused);
  await subject.close();
});

test('redirects come back unfollowed; large and slow answers are given up', async () => {
  const allow = [`127.0.0.1:${port}`];
  const subject = outbound({ allow, bytesMax: 1000 });
  const hasty = outbound({ allow, timeoutMs: 300 });
  const before = reached.length;
  const response = await subject.fetch(`http://127.0.0.1:${port}/redirect`);
  assert.equal(response.status, 302);
  await assert.rejects(subject.fetch(`http://127.0.0.1:${port}/large`), { code: 'UND_ERR_RES_EXCEEDED_MAX_SIZE' });
  await assert.rejects(hasty.fetch(`http://127.0.0.1:${port}/slow`), { name: 'TimeoutError' });
  await subject.close();
  await hasty.close();
  assert.deepEqual(reached.slice(before), ['/redirect', '/large', '/slow']);
});
