/** Importing files: upload with progress, previews, start, and what came of them. */
import { queryOptions } from '@tanstack/react-query';
import type {
  ImportCreate,
  ImportPreview,
  ImportPreviewRequest,
  ImportRecord,
  ImportUpload,
} from '#contract/import.ts';
import { ApiError, request } from '../api.ts';
import { isActive } from '../shell/job-words.ts';
import { parseCsv } from './csv.ts';

/**
 * Sends a file as it lies on disk. `onProgress` hears the share sent, 0 to 1; when all is sent the server still reads it.
 * XMLHttpRequest, because fetch does not tell how much of a body has gone.
 */
export function uploadFile(
  clientId: string,
  file: File,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<ImportUpload> {
  return new Promise((resolve, reject) => {
    const sending = new XMLHttpRequest();
    sending.open('POST', `/api/v1/imports/uploads?client_id=${encodeURIComponent(clientId)}`);
    sending.setRequestHeader('content-type', 'application/octet-stream');
    sending.setRequestHeader('x-file-name', encodeURIComponent(file.name));
    sending.setRequestHeader('x-assay', '1');
    sending.responseType = 'json';
    sending.upload.onprogress = (event) => onProgress(event.total > 0 ? event.loaded / event.total : 0);
    sending.onload = () => {
      if (sending.status < 300) return resolve(sending.response as ImportUpload);
      const problem = (sending.response ?? {}) as Partial<ApiError['problem']>;
      const title = `The server answered ${sending.status}`;
      reject(new ApiError({ type: 'about:blank', title, ...problem, status: sending.status }));
    };
    sending.onerror = () =>
      reject(new ApiError({ type: 'about:blank', title: 'The upload was cut off. Check the connection.', status: 0 }));
    sending.onabort = () => reject(new DOMException('The upload was cancelled.', 'AbortError'));
    signal.addEventListener('abort', () => sending.abort());
    // A file of no bytes goes as an empty body; the server says what is wrong with it.
    sending.send(file);
  });
}

export const previewImport = (body: ImportPreviewRequest, signal?: AbortSignal) =>
  request<ImportPreview>('POST', '/imports/preview', { body, signal });
export const startImport = (body: ImportCreate) => request<ImportRecord>('POST', '/imports', { body });

export const importsQuery = (clientId: string) =>
  queryOptions({
    queryKey: ['imports', clientId],
    queryFn: async ({ signal }) =>
      (await request<{ imports: ImportRecord[] }>('GET', '/imports', { query: { client_id: clientId }, signal }))
        .imports,
    refetchInterval: (query) => (query.state.data?.some((one) => isActive(one.job)) ? 4000 : false),
  });

export const importQuery = (id: string) =>
  queryOptions({
    queryKey: ['import', id],
    queryFn: ({ signal }) => request<ImportRecord>('GET', `/imports/${id}`, { signal }),
    refetchInterval: (query) => (query.state.data && isActive(query.state.data.job) ? 1500 : false),
  });

export const rejectsHref = (id: string) => `/api/v1/imports/${id}/rejects`;

const REJECTS_SHOWN = 200;

/** The first rejected rows of the file that the download holds in full. */
export const rejectsQuery = (id: string) =>
  queryOptions({
    queryKey: ['rejects', id],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) => {
      const stop = new AbortController();
      signal.addEventListener('abort', () => stop.abort());
      const response = await fetch(rejectsHref(id), { credentials: 'same-origin', signal: stop.signal });
      if (!response.ok || !response.body)
        throw new ApiError({
          type: 'about:blank',
          title: 'The rejected rows could not be read.',
          status: response.status,
        });
      let text = '';
      let rows: string[][] = [];
      for await (const piece of response.body.pipeThrough(new TextDecoderStream())) {
        text += piece;
        rows = parseCsv(text, REJECTS_SHOWN + 2);
        if (rows.length > REJECTS_SHOWN + 1) {
          stop.abort();
          break;
        }
      }
      return rows.slice(1, REJECTS_SHOWN + 1).map(([row = '', field = '', reason = '', message = '', value = '']) => ({
        row,
        field,
        reason,
        message,
        value,
      }));
    },
  });
