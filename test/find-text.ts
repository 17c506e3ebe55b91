/** Looks for a text in files and strings in every form it may have been written in. Tests only. */
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

const CONTEXT = 60;

/** A pattern in a text of one character per byte, and whether that text is lower-cased before it is looked for. */
interface Form {
  name: string;
  pattern: string;
  lower: boolean;
}

const bytes = (buffer: Buffer) => buffer.toString('latin1');

/** The forms of a text of letters and digits: any case, UTF-8 and UTF-16, hexadecimal, and base64 at each alignment. */
export function formsOf(text: string): Form[] {
  const cases = [...new Set([text, text.toLowerCase(), text.toUpperCase(), text[0]?.toUpperCase() + text.slice(1)])];
  return [
    { name: 'plain', pattern: text.toLowerCase(), lower: true },
    { name: 'UTF-16', pattern: bytes(Buffer.from(text.toLowerCase(), 'utf16le')), lower: true },
    ...cases.map((form) => ({ name: 'hexadecimal', pattern: Buffer.from(form).toString('hex'), lower: true })),
    ...cases.flatMap((form) => [0, 1, 2].map((shift) => base64Of(form, shift))),
  ];
}

/** What base64 makes of the text whatever stands before and after it, when `shift` bytes of a group precede it. */
function base64Of(text: string, shift: number): Form {
  const encoded = Buffer.from(' '.repeat(shift) + text).toString('base64');
  const start = [0, 2, 3][shift] ?? 0;
  const whole = Math.floor(((shift + text.length) * 8) / 6);
  return { name: 'base64', pattern: encoded.slice(start, whole), lower: false };
}

/** Where in the bytes a form stands, with what surrounds it. */
export function findForms(content: Buffer, forms: readonly Form[]): string[] {
  const text = bytes(content);
  const lowered = text.toLowerCase();
  return forms.flatMap(({ name, pattern, lower }) => {
    const at = (lower ? lowered : text).indexOf(pattern);
    if (at < 0) return [];
    const around = text.slice(Math.max(0, at - CONTEXT), at + pattern.length + CONTEXT);
    return [`${name} at ${at}: ${around.replace(/[^ -~]+/g, '·')}`];
  });
}

/** Every file under a folder that holds one of the forms. */
export async function findInFiles(root: string, forms: readonly Form[]): Promise<{ found: string[]; bytes: number }> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const found: string[] = [];
  let size = 0;
  for (const entry of entries.filter((one) => one.isFile())) {
    const path = join(entry.parentPath, entry.name);
    const content = await readFile(path);
    size += content.length;
    const name = relative(root, path);
    found.push(...findForms(Buffer.concat([Buffer.from(`${name}\n`), content]), forms).map((hit) => `${name}: ${hit}`));
  }
  return { found, bytes: size };
}
