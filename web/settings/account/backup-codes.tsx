import { Download } from 'lucide-react';
import { Button, buttonClass } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { notify, notifyError } from '../../ui/toast.tsx';

/** Backup codes, shown once: for the day the phone is lost. */
export function BackupCodes({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  const text = `${codes.join('\n')}\n`;
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      notify('Backup codes copied');
    } catch (error) {
      notifyError('The codes could not be copied', error);
    }
  };
  return (
    <div className="grid gap-3">
      <Notice tone="good" title="Keep these backup codes somewhere safe">
        Each lets you in once without the app. They are shown this once.
      </Notice>
      <ol className="grid grid-cols-2 gap-x-4 gap-y-1 font-mono text-sm text-ink sm:grid-cols-3">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <div className="flex flex-wrap gap-2">
        <Button size="md" onClick={() => void copy()}>
          Copy codes
        </Button>
        <a
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`}
          download="assay-backup-codes.txt"
          className={buttonClass({ size: 'md' })}
        >
          <Download />
          Save as a file
        </a>
        <Button size="md" variant="primary" onClick={onDone}>
          I have kept them
        </Button>
      </div>
    </div>
  );
}
