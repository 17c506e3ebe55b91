import { type KeyObject, sign, verify } from 'node:crypto';

/** The tree after a sealing: how many entries, their root, when, and the installation's signature over the three. */
export type Head = { size: number; root: Buffer; at: Date; signature: Buffer };

/** Signs with Ed25519, which fixes the head to the size and time it was made for. */
export function signHead(signingKey: KeyObject, head: Omit<Head, 'signature'>): Head {
  return { ...head, signature: sign(null, signedText(head), signingKey) };
}

/** Whether this installation signed exactly this head. */
export function isSigned(publicKey: KeyObject, head: Head): boolean {
  return verify(null, signedText(head), publicKey, head.signature);
}

function signedText({ size, root, at }: Omit<Head, 'signature'>): Buffer {
  return Buffer.from(`assay audit head\n${size}\n${root.toString('hex')}\n${at.toISOString()}\n`);
}
