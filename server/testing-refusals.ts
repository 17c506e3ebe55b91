/** Input that is to be refused, and how it is shown that nothing of it stayed. Tests only. */
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import type { PassThrough, Readable } from 'node:stream';
import type { LightMyRequestResponse } from 'fastify';
import { ZipFile } from 'yazl';
import type { Problem } from '#contract/common.ts';
import { expectStatus } from './people/testing.ts';
import { headersOf, rowCounts, type TestApp } from './testing.ts';

/** Sends a file. */
export async function upload(
  world: TestApp,
  client: string,
  content: string | Buffer | Readable,
): Promise<LightMyRequestResponse> {
  return await world.app.inject({
    method: 'POST',
    url: `/api/v1/imports/uploads?client_id=${client}`,
    headers: {
      ...headersOf(world, world.owner),
      'content-type': 'application/octet-stream',
      'x-file-name': 'leads.csv',
    },
    payload: typeof content === 'string' ? Buffer.from(content) : content,
  });
}

/** What is stored: rows per table, and files. */
async function everything(world: TestApp) {
  const files = await readdir(world.blobs, { recursive: true, withFileTypes: true }).catch(() => []);
  return {
    rows: await rowCounts(world),
    files: files
      .filter((file) => file.isFile())
      .map(({ name }) => name)
      .sort(),
  };
}

export interface Wanted {
  status: number;
  type: string;
  field?: string;
  row?: number;
  says?: RegExp;
}

/** The request is refused as wanted, and leaves nothing behind. */
export async function refused(
  world: TestApp,
  send: () => Promise<LightMyRequestResponse>,
  wanted: Wanted,
): Promise<void> {
  const before = await everything(world);
  const response = await send();
  expectStatus(response, wanted.status);
  const problem = response.json<Problem>();
  assert.equal(problem.type, `/problems/${wanted.type}`, response.body);
  assert.ok((problem.detail ?? '').length > 10, response.body);
  const [error] = problem.errors ?? [];
  assert.equal(error?.field, wanted.field, response.body);
  assert.equal(error?.row, wanted.row, response.body);
  if (wanted.says) assert.match(error?.message ?? problem.detail ?? '', wanted.says);
  assert.deepEqual(await everything(world), before, 'nothing is half stored');
}

/** An XLSX whose one sheet has these rows, given as XML. */
export async function workbook(cells: string): Promise<Buffer> {
  const rels = (entries: string) => `<Relationships>${entries}</Relationships>`;
  return await zipped({
    '_rels/.rels': rels('<Relationship Id="r1" Type="x/officeDocument" Target="xl/workbook.xml"/>'),
    'xl/workbook.xml': '<workbook><sheets><sheet name="Leads" r:id="r1"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels': rels('<Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/>'),
    'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${cells}</sheetData></worksheet>`,
  });
}

async function zipped(parts: Record<string, string | Buffer>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(parts)) zip.addBuffer(Buffer.from(content), name);
  zip.end();
  return Buffer.concat(await (zip.outputStream as PassThrough).toArray());
}

/** A cell with a text. */
export const inline = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`;
