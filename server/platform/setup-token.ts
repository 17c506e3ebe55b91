import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { readPrivate, replacePrivate } from './secrets.ts';

/** How long a set-up link is good for. */
export const SETUP_TOKEN_LIFE_MS = 15 * 60 * 1000;

/** The one-time token that lets the first person in, and when it ends. */
export type SetupToken = { token: string; expiresAt: Date };

function tokenFile(dir: string): string {
  return path.join(dir, 'setup-token');
}

/** Writes a new token of 256 bits to `setup-token` (mode 0600) in place of any older one. Never log what it returns. */
export function createSetupToken(dir: string, now: Date): SetupToken {
  const token = randomBytes(32).toString('base64url');
  const expiresAt = new Date(now.getTime() + SETUP_TOKEN_LIFE_MS);
  replacePrivate(tokenFile(dir), JSON.stringify({ token, expires_at: expiresAt.toISOString() }));
  return { token, expiresAt };
}

/** The token that is good at `now`, or null when there is none, it was used, or its time is over. */
export function readSetupToken(dir: string, now: Date): SetupToken | null {
  let text: string;
  try {
    text = readPrivate(tokenFile(dir)).toString('utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw cause;
  }
  const { token, expires_at } = JSON.parse(text) as { token: string; expires_at: string };
  const expiresAt = new Date(expires_at);
  return now < expiresAt ? { token, expiresAt } : null;
}

/** True once, for the right token in its time; deleting the file is what makes the second of two callers lose. */
export function consumeSetupToken(dir: string, presented: string, now: Date): boolean {
  const current = readSetupToken(dir, now);
  if (!current || !equalInConstantTime(current.token, presented)) return false;
  try {
    fs.unlinkSync(tokenFile(dir));
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw cause;
  }
}

function equalInConstantTime(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
