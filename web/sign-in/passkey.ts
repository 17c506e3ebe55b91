/** Passkeys by the browser's own WebAuthn interface. */

/** A passkey is bound to a name, so an address made of numbers cannot have one. */
export function passkeyObstacle(host: string = location.hostname): string | undefined {
  if (typeof PublicKeyCredential === 'undefined' || !('parseRequestOptionsFromJSON' in PublicKeyCredential))
    return 'This browser has no passkeys.';
  if (!/^[\d.]+$|^\[/.test(host)) return undefined;
  const loopback = host === '127.0.0.1' || host === '[::1]';
  return `A passkey needs a name in the address, not a number. ${
    loopback ? `Open Assay at ${location.origin.replace(host, 'localhost')}.` : 'Open Assay by its host name.'
  }`;
}

/** Asks the device to prove a passkey. Throws when the person puts it away. */
export async function answerPasskey(options: PublicKeyCredentialRequestOptionsJSON): Promise<unknown> {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
  return shown(await named(navigator.credentials.get({ publicKey })));
}

/** Has the device make a passkey. Throws when the person puts it away. */
export async function createPasskey(options: PublicKeyCredentialCreationOptionsJSON): Promise<unknown> {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
  return shown(await named(navigator.credentials.create({ publicKey })));
}

async function named(asked: Promise<Credential | null>): Promise<Credential | null> {
  try {
    return await asked;
  } catch (error) {
    const name = error instanceof DOMException ? error.name : '';
    if (name === 'InvalidStateError') throw new Error('This device has a passkey for your account already.');
    if (name === 'NotAllowedError') throw new Error('No passkey was given. Try again, or use your password.');
    if (name === 'SecurityError') throw new Error('Passkeys of this installation belong to another address.');
    throw error;
  }
}

function shown(credential: Credential | null): unknown {
  if (!(credential instanceof PublicKeyCredential)) throw new Error('The device gave no passkey.');
  return credential.toJSON();
}
