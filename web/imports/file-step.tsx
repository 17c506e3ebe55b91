import { useEffect, useRef, useState } from 'react';
import type { ImportUpload } from '#contract/import.ts';
import { Button } from '../ui/button.tsx';
import { FileDrop } from '../ui/file-drop.tsx';
import { Notice } from '../ui/notice.tsx';
import { Progress } from '../ui/progress.tsx';
import { fileSize } from './file-size.ts';
import { uploadFile } from './imports-api.ts';

interface Sending {
  name: string;
  bytes: number;
  share: number;
  stop: AbortController;
}

/** Takes one file and has the server look at it. */
export function FileStep({ clientId, onUploaded }: { clientId: string; onUploaded: (upload: ImportUpload) => void }) {
  const [sending, setSending] = useState<Sending | null>(null);
  const [problem, setProblem] = useState<string>();
  const stop = useRef<AbortController>(null);
  useEffect(() => () => stop.current?.abort(), []);

  const send = async (file: File) => {
    const control = new AbortController();
    stop.current = control;
    setProblem(undefined);
    setSending({ name: file.name, bytes: file.size, share: 0, stop: control });
    try {
      const upload = await uploadFile(
        clientId,
        file,
        (share) => setSending((was) => was && { ...was, share }),
        control.signal,
      );
      onUploaded(upload);
    } catch (error) {
      if (!control.signal.aborted)
        setProblem(`${file.name}: ${error instanceof Error ? error.message : 'not accepted'}`);
    } finally {
      setSending(null);
    }
  };

  return (
    <div className="grid gap-3">
      {/* The beginning and the turn are told, not every kilobyte. */}
      <p role="status" className="sr-only">
        {sending && (sending.share < 1 ? `Sending ${sending.name}` : 'Reading the columns')}
      </p>
      {problem && (
        <Notice tone="bad" live>
          {problem}
        </Notice>
      )}
      {sending ? (
        <div className="panel grid min-h-56 place-items-center p-6">
          <div className="grid w-full max-w-md gap-2">
            <p className="truncate text-sm font-semibold text-ink">{sending.name}</p>
            <Progress
              label={`Upload of ${sending.name}`}
              value={sending.share < 1 ? sending.share : null}
              className="h-2"
            />
            <p className="num text-xs text-muted">
              {sending.share < 1
                ? `${fileSize(sending.share * sending.bytes)} of ${fileSize(sending.bytes)}`
                : 'Reading the columns'}
            </p>
            <div>
              <Button onClick={() => sending.stop.abort()}>Cancel upload</Button>
            </div>
          </div>
        </div>
      ) : (
        <FileDrop
          label="Drop a file of leads here, or choose one"
          hint="CSV, TSV, NDJSON or XLSX, up to 2 GB. Any delimiter, encoding and header language: you see how it is read before anything is stored."
          accept=".csv,.tsv,.txt,.tab,.ndjson,.jsonl,.json,.xlsx,text/csv,text/tab-separated-values"
          onFile={(file) => void send(file)}
        />
      )}
    </div>
  );
}
