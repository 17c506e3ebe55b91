/** Reads the lists of countries of IP addresses that the operator brought. */
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { CountryRange } from '#domain/lead-checks/ip/country-line.ts';
import { type IpCountries, ipCountries, parseCountryRanges } from '#domain/lead-checks/ip/country-ranges.ts';

/**
 * Reads all files into one list, named by their names and the days (UTC) they were last changed. Undefined without any.
 * Throws an error that names the file, and the line where one is bad.
 */
export async function readIpCountries(paths: readonly string[]): Promise<IpCountries | undefined> {
  if (paths.length === 0) return undefined;
  const names: string[] = [];
  const ranges: CountryRange[][] = [];
  for (const path of paths) {
    try {
      const { mtime } = await stat(path);
      ranges.push(parseCountryRanges(await readFile(path, 'utf8')));
      names.push(`${basename(path)}, ${mtime.toISOString().slice(0, 10)}`);
    } catch (error) {
      throw new Error(`ASSAY_IP_COUNTRY: ${path} cannot be used: ${(error as Error).message}`, { cause: error });
    }
  }
  return ipCountries(names.join('; '), ranges.flat());
}
