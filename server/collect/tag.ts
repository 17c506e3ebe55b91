/** The script that stands in a page, made of its source: what it records, and the little it keeps. */
import { valueDigest } from '#domain/form-tag/digest.ts';

/** Checked with the browser's types, which the server's own files must not see; so it is loaded, not imported by name. */
const SOURCE = new URL('../../web/tag/form-tag.ts', import.meta.url);
const { formTag } = (await import(SOURCE.href)) as { formTag: unknown };

/** Types leave blanks behind where they stood, and comments are for us. */
const bare = (source: string) =>
  source
    .replace(/^\s*\/\/.*$/gm, '')
    .replace(/[ \t]+/g, ' ')
    .replace(/\n\s+/g, '\n');

const TAG = bare(String(formTag));
const DIGEST = bare(String(valueDigest));

/** The script for one site: its key, where it sends to, and whether the page asked for consent before. */
export function tagScript(site: string, url: string, granted: boolean): string {
  return `(${TAG})(${JSON.stringify(site)},${JSON.stringify(url)},${granted},${DIGEST});\n`;
}
