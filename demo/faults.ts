/**
 * The list of what is wrong in the demo world, as checked in beside this file: `node demo/faults.ts` writes it.
 * Tests compare with it what the audit finds.
 */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { DEMO_NOW, DEMO_SEED } from './leads.ts';
import { demoWorld, type PlantedFault } from './world.ts';

export const FAULTS_FILE = new URL('planted-faults.json', import.meta.url);

const LINE_WIDTH = 120;
/** Lists longer than this of background noise are given by count and hash only; planted faults are given in full. */
const LONGEST_LIST = 60;

export interface FaultSummary extends Omit<PlantedFault, 'external_ids' | 'earlier_ids'> {
  leads: number;
  /** Hash of the sorted ids joined by line feeds, in hexadecimal. */
  external_ids_sha256: string;
  external_ids?: string[];
  earlier_ids?: string[];
}

/** The text of the file for the demo world's own seed and instant. */
export function faultsFileText(): string {
  const { faults } = demoWorld({ seed: DEMO_SEED, now: DEMO_NOW });
  const facts = { seed: DEMO_SEED, now: DEMO_NOW.toISOString(), scale: 1, faults: faults.map(summarise) };
  // Short lists stand on one line, as the formatter of this repository wants them.
  const short = JSON.stringify(facts, null, 2).replace(
    /^(.*)\[\n([^\][{}]+)\n *\](,?)$/gm,
    (whole, start, items, end) => {
      const line = `${start}[${items.trim().replace(/\n\s*/g, ' ')}]${end}`;
      return line.length <= LINE_WIDTH ? line : whole;
    },
  );
  return `${short}\n`;
}

function summarise(fault: PlantedFault): FaultSummary {
  const { external_ids, earlier_ids, ...rest } = fault;
  const short = fault.kind !== 'background' || external_ids.length <= LONGEST_LIST;
  return {
    ...rest,
    leads: external_ids.length,
    external_ids_sha256: createHash('sha256')
      .update([...external_ids].sort().join('\n'))
      .digest('hex'),
    ...(short ? { external_ids, ...(earlier_ids ? { earlier_ids } : {}) } : {}),
  };
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  writeFileSync(FAULTS_FILE, faultsFileText());
}
