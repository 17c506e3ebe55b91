/** Second factors as people have them, for tests: the secret of an authenticator app, and a device with a passkey. */
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** The characters that the base32 secret of an otpauth link stands for: what codes are made of. */
export function secretOf(uri: string): string {
  const text = new URL(uri).searchParams.get('secret') ?? '';
  const bits = [...text].map((letter) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'),
  );
  const bytes = bits.join('').match(/.{8}/g) ?? [];
  return Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2))).toString();
}

/** A device that holds one ES256 key and signs what WebAuthn asks for, for the site assay.example. */
export function authenticatorDevice(userVerified: boolean) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x, y } = publicKey.export({ format: 'jwk' });
  const id = randomBytes(16);
  let counter = 0;
  const dataOf = (flags: number, attested: Buffer = Buffer.alloc(0)) => {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(++counter);
    const rpIdHash = createHash('sha256').update('assay.example').digest();
    return Buffer.concat([rpIdHash, Buffer.from([flags | 0x01 | (userVerified ? 0x04 : 0)]), count, attested]);
  };
  const clientData = (type: string, challenge: string, origin: string) =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  return {
    register(challenge: string, origin: string) {
      // COSE key: {1: 2 (EC2), 3: -7 (ES256), -1: 1 (P-256), -2: x, -3: y}
      const bytes = (text: string | undefined) => Buffer.from(text ?? '', 'base64url');
      const cose = Buffer.concat([
        Buffer.from('a5010203262001215820', 'hex'),
        bytes(x),
        Buffer.from('225820', 'hex'),
        bytes(y),
      ]);
      const authData = dataOf(0x40, Buffer.concat([Buffer.alloc(16), Buffer.from([0, id.length]), id, cose]));
      // CBOR: {"fmt": "none", "attStmt": {}, "authData": bytes}
      const attestation = Buffer.concat([
        Buffer.from('a363666d74646e6f6e656761747453746d74a0686175746844617461', 'hex'),
        Buffer.from([0x58, authData.length]),
        authData,
      ]);
      return {
        id: id.toString('base64url'),
        rawId: id.toString('base64url'),
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          attestationObject: attestation.toString('base64url'),
          clientDataJSON: clientData('webauthn.create', challenge, origin).toString('base64url'),
          transports: ['internal'],
        },
      };
    },
    assert(challenge: string, origin: string) {
      const authData = dataOf(0);
      const client = clientData('webauthn.get', challenge, origin);
      const signed = Buffer.concat([authData, createHash('sha256').update(client).digest()]);
      return {
        id: id.toString('base64url'),
        rawId: id.toString('base64url'),
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          authenticatorData: authData.toString('base64url'),
          clientDataJSON: client.toString('base64url'),
          signature: sign('sha256', signed, privateKey).toString('base64url'),
        },
      };
    },
  };
}
