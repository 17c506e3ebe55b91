import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

/** One key-encryption key: 32 bytes, valid for sealing from `createdAt` until the next epoch begins. */
export type Kek = { epoch: number; createdAt: Date; key: Buffer };

/** Every secret of one installation, as read from its directory. */
export type Secrets = {
  dir: string;
  /** Key-encryption keys by rising epoch; the last one seals, all of them open. */
  keks: Kek[];
  /** Master of blind indexes and search tokens, 32 bytes. */
  indexKey: Buffer;
  /** Master of the blob store, 32 bytes. */
  blobKey: Buffer;
  /** Signs the browser sessions, 32 bytes. */
  sessionKey: Buffer;
  /** Ed25519 key that signs the heads of the audit log. */
  auditSigningKey: KeyObject;
  auditPublicKey: KeyObject;
  postgres: { super: string; migrate: string; app: string; sync: string };
  clickhouseKey: string;
};

/** The highest epoch that a sealed record and a `smallint` column can name. */
const EPOCH_MAX = 0x7fff;
const KEY_BYTES = 32;
/** Names every secret that was ever generated, so that a lost one is told from a new one. */
const INVENTORY = 'inventory.json';

/**
 * Reads the secrets of `dir`, generating those that do not exist yet: the directory with mode 0700, each file whole
 * and exclusively (O_EXCL) with mode 0600. Throws when anything is open to group or others, belongs to somebody else,
 * is a link, or when a secret that was generated before has gone: a silent replacement would make data unreadable.
 */
export function loadSecrets(dir: string, clock: () => Date = () => new Date()): Secrets {
  ensureDirectory(dir);
  ensureDirectory(path.join(dir, 'kek'));
  const known = readInventory(dir);
  const names = new Set(known);
  const secret = (name: string, generate: () => Buffer) => {
    const file = path.join(dir, name);
    if (!fs.existsSync(file)) {
      if (known.has(name)) throw missing(file);
      createExclusively(file, generate());
    }
    names.add(name);
    return readPrivate(file);
  };
  const key = (name: string) => bytesOfKey(secret(name, newKey), path.join(dir, name));
  const password = (name: string) => secret(name, newPassword).toString('ascii').trim();

  let keks = readKeks(dir);
  if (keks.length === 0) {
    if (known.has('kek')) throw missing(path.join(dir, 'kek'));
    createKek(dir, 1, clock());
    keks = readKeks(dir);
  }
  names.add('kek');
  const auditSigningKey = createPrivateKey(secret('audit-signing.pem', newSigningKey));
  const secrets: Secrets = {
    dir,
    keks,
    indexKey: key('index.key'),
    blobKey: key('blob.key'),
    sessionKey: key('session.key'),
    auditSigningKey,
    auditPublicKey: createPublicKey(auditSigningKey),
    postgres: {
      super: password('postgres-super'),
      migrate: password('postgres-migrate'),
      app: password('postgres-app'),
      sync: password('postgres-sync'),
    },
    clickhouseKey: password('clickhouse.key'),
  };
  if (names.size > known.size) replacePrivate(path.join(dir, INVENTORY), JSON.stringify([...names].sort()));
  return secrets;
}

/** Adds the next key-encryption key and returns it; records sealed under older epochs stay readable. */
export function rotateKek(dir: string, clock: () => Date = () => new Date()): Kek {
  const last = readKeks(dir).at(-1);
  if (!last) throw missing(path.join(dir, 'kek'));
  if (last.epoch >= EPOCH_MAX) throw new Error(`Key epoch ${last.epoch} is the last one that a record can name.`);
  return createKek(dir, last.epoch + 1, clock());
}

/**
 * Deletes the key of an epoch that no record uses any more, which makes what older backups hold under it unreadable.
 * The newest epoch cannot be destroyed.
 */
export function destroyKek(dir: string, epoch: number): void {
  const keks = readKeks(dir);
  if (keks.at(-1)?.epoch === epoch) throw new Error(`Key epoch ${epoch} is in use; rotate first.`);
  if (!keks.some((kek) => kek.epoch === epoch)) throw new Error(`There is no key of epoch ${epoch}.`);
  const file = kekFile(dir, epoch);
  // Overwriting first helps on file systems that write in place; elsewhere deleting is all that can be done.
  fs.writeFileSync(file, randomBytes(fs.statSync(file).size), { flush: true });
  fs.unlinkSync(file);
  syncDirectory(path.dirname(file));
}

function kekFile(dir: string, epoch: number): string {
  return path.join(dir, 'kek', `${epoch}.key`);
}

function createKek(dir: string, epoch: number, createdAt: Date): Kek {
  const key = randomBytes(KEY_BYTES);
  const text = JSON.stringify({ created_at: createdAt.toISOString(), key: key.toString('base64') });
  // Two rotations at once meet here: only one of them can create the file.
  if (!createExclusively(kekFile(dir, epoch), Buffer.from(text))) throw new Error(`Key epoch ${epoch} exists already.`);
  return { epoch, createdAt, key };
}

function readKeks(dir: string): Kek[] {
  const keks: Kek[] = [];
  for (const name of fs.readdirSync(path.join(dir, 'kek'))) {
    const epoch = Number(/^([1-9]\d{0,4})\.key$/.exec(name)?.[1] ?? Number.NaN);
    if (!(epoch <= EPOCH_MAX)) continue;
    const file = kekFile(dir, epoch);
    const { created_at, key } = JSON.parse(readPrivate(file).toString('utf8')) as { created_at: string; key: string };
    keks.push({ epoch, createdAt: new Date(created_at), key: bytesOfKey(Buffer.from(key, 'base64'), file) });
  }
  return keks.sort((a, b) => a.epoch - b.epoch);
}

function newKey(): Buffer {
  return randomBytes(KEY_BYTES);
}

function newPassword(): Buffer {
  return Buffer.from(randomBytes(KEY_BYTES).toString('base64url'));
}

function newSigningKey(): Buffer {
  const { privateKey } = generateKeyPairSync('ed25519');
  return Buffer.from(privateKey.export({ format: 'pem', type: 'pkcs8' }));
}

function bytesOfKey(bytes: Buffer, file: string): Buffer {
  if (bytes.length !== KEY_BYTES) throw new Error(`${file} does not hold a key of ${KEY_BYTES} bytes.`);
  return bytes;
}

function missing(file: string): Error {
  return new Error(`${file} was generated before and is gone. Restore it from your copy of the keys.`);
}

function readInventory(dir: string): Set<string> {
  const file = path.join(dir, INVENTORY);
  if (!fs.existsSync(file)) return new Set();
  return new Set(JSON.parse(readPrivate(file).toString('utf8')) as string[]);
}

function ensureDirectory(dir: string): void {
  fs.mkdirSync(dir, { recursive: true, mode: 0o700 });
  const stat = fs.lstatSync(dir);
  if (!stat.isDirectory()) throw new Error(`${dir} is not a directory.`);
  refuseLoose(dir, stat, '700');
}

function refuseLoose(file: string, stat: fs.Stats, mode: string): void {
  if ((stat.mode & 0o077) !== 0) {
    const seen = (stat.mode & 0o777).toString(8);
    throw new Error(`${file} has mode ${seen}: others may read the secrets. Run: chmod ${mode} ${file}`);
  }
  if (process.getuid && stat.uid !== process.getuid())
    throw new Error(`${file} belongs to another user (${stat.uid}).`);
}

/** Reads a file that only its owner may read; a link or a looser mode throws. */
export function readPrivate(file: string): Buffer {
  const fd = fs.openSync(file, fs.constants.O_RDONLY | fs.constants.O_NOFOLLOW);
  try {
    const stat = fs.fstatSync(fd);
    if (!stat.isFile()) throw new Error(`${file} is not a file.`);
    refuseLoose(file, stat, '600');
    return fs.readFileSync(fd);
  } finally {
    fs.closeSync(fd);
  }
}

/** Writes a file with mode 0600 in place of an older one, at once and durably. */
export function replacePrivate(file: string, content: string): void {
  fs.renameSync(writeTemporary(file, Buffer.from(content)), file);
  syncDirectory(path.dirname(file));
}

/**
 * Creates a file with mode 0600 that is either whole or absent, whatever interrupts it; false when it exists already.
 * The link fails where the name is taken, as O_EXCL does, but appears only with its content on disk.
 */
function createExclusively(file: string, content: Buffer): boolean {
  const temporary = writeTemporary(file, content);
  try {
    fs.linkSync(temporary, file);
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw cause;
  } finally {
    fs.unlinkSync(temporary);
    syncDirectory(path.dirname(file));
  }
}

function writeTemporary(file: string, content: Buffer): string {
  const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  fs.writeFileSync(temporary, content, { flag: 'wx', mode: 0o600, flush: true });
  return temporary;
}

function syncDirectory(dir: string): void {
  const fd = fs.openSync(dir, 'r');
  try {
    fs.fsyncSync(fd);
  } finally {
    fs.closeSync(fd);
  }
}
