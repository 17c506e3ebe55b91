import { readFile } from 'node:fs/promises';
import { ImportMapping } from '#contract/import.ts';
import { UsageError } from './command.ts';

/** Reads the file of `--mapping`: a mapping, or what `assay audit --json` printed as it is. */
export async function readMapping(file: string): Promise<ImportMapping> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new UsageError(`--mapping: ${(cause as Error).message}`);
  });
  try {
    const given: unknown = JSON.parse(text);
    return ImportMapping.parse(
      given !== null && typeof given === 'object' && 'mapping' in given ? given.mapping : given,
    );
  } catch (cause) {
    throw new UsageError(`--mapping: ${file} is no mapping: ${(cause as Error).message}`);
  }
}
