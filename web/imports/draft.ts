/** An upload on its way to becoming an import: how it is read, and what the server says of that. */
import { useEffect, useRef, useState } from 'react';
import type {
  ColumnMapping,
  ImportMapping,
  ImportPreview,
  ImportPreviewRequest,
  ImportUpload,
  LeadTarget,
} from '#contract/import.ts';
import type { Client } from '#contract/workspace.ts';
import { previewImport } from './imports-api.ts';

export interface Draft {
  upload: ImportUpload;
  preview: ImportPreview;
  mapping: ImportMapping;
  /** The preview is of an earlier mapping; the new one is on its way. */
  stale: boolean;
  problem: string | undefined;
  setColumn: (column: number, change: Partial<ColumnMapping>) => void;
  setMapping: (change: Partial<ImportMapping>) => void;
  setShape: (change: NonNullable<ImportPreviewRequest['shape']>) => void;
}

/** Typing settles before the server is asked. */
const SETTLE_MS = 350;

/** Where the file says nothing, the client's own zone and country count; a remembered mapping says it all. */
const withClient = (preview: ImportPreview, client: Client): ImportMapping =>
  preview.remembered
    ? preview.mapping
    : {
        ...preview.mapping,
        time_zone: client.time_zone,
        ...(client.country ? { default_country: client.country } : {}),
      };

export function useDraft(upload: ImportUpload, client: Client): Draft {
  const [preview, setPreview] = useState(upload.preview);
  const [mapping, setWanted] = useState(() => withClient(upload.preview, client));
  const [stale, setStale] = useState(false);
  const [problem, setProblem] = useState<string>();
  const asking = useRef<AbortController>(null);
  const timer = useRef<number>(undefined);

  const ask = (part: Pick<ImportPreviewRequest, 'shape' | 'mapping'>, afterMs: number) => {
    window.clearTimeout(timer.current);
    asking.current?.abort();
    const control = new AbortController();
    asking.current = control;
    setStale(true);
    timer.current = window.setTimeout(async () => {
      try {
        const next = await previewImport(
          { client_id: client.id, upload_id: upload.upload_id, ...part },
          control.signal,
        );
        setProblem(undefined);
        if (part.mapping) {
          // What was guessed stays in view beside what was chosen.
          setPreview((was) => ({ ...next, columns: was.columns, remembered: was.remembered }));
        } else {
          setPreview(next);
          const fresh = withClient(next, client);
          setWanted(fresh);
          return ask({ shape: shapeOf(next), mapping: fresh }, 0);
        }
        setStale(false);
      } catch (error) {
        if (control.signal.aborted) return;
        setProblem(error instanceof Error ? error.message : 'The preview could not be made.');
        setStale(false);
      }
    }, afterMs);
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once, for the first answer did not know the client's zone.
  useEffect(() => {
    if (!upload.preview.remembered) ask({ shape: shapeOf(upload.preview), mapping }, 0);
    return () => {
      window.clearTimeout(timer.current);
      asking.current?.abort();
    };
  }, []);

  const change = (next: ImportMapping) => {
    setWanted(next);
    ask({ shape: shapeOf(preview), mapping: next }, SETTLE_MS);
  };
  return {
    upload,
    preview,
    mapping,
    stale,
    problem,
    setColumn: (column, part) =>
      change({
        ...mapping,
        columns: mapping.columns.map((one) => (one.column === column ? { ...one, ...part } : one)),
      }),
    setMapping: (part) => change({ ...mapping, ...part }),
    setShape: (part) => ask({ shape: { ...shapeOf(preview), ...part } }, 0),
  };
}

function shapeOf({ shape: { columns: _, ...shape } }: ImportPreview) {
  return shape;
}

/** Whether a lead gets this field from the file or from a value for all rows. */
export const isFilled = ({ columns, constants }: ImportMapping, ...targets: LeadTarget[]) =>
  targets.some((target) => Boolean(constants[target]) || columns.some((column) => column.target === target));

/** Why this mapping cannot be imported yet. */
export function obstacleOf(mapping: ImportMapping): string | undefined {
  if (!isFilled(mapping, 'email', 'phone')) return 'Match a column to e-mail or phone: a lead needs one of them.';
  if (!isFilled(mapping, 'source')) return 'Say which source the leads come from, by a column or for all rows.';
  return undefined;
}
