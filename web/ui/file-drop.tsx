import { Upload } from 'lucide-react';
import { type DragEvent, type ReactNode, useId, useState } from 'react';
import { cn } from './cn.ts';

/** A place to drop one file, which is a file button as well; the whole box is the target. */
export function FileDrop({
  label,
  hint,
  accept,
  onFile,
}: {
  label: string;
  hint: ReactNode;
  accept?: string;
  onFile: (file: File) => void;
}) {
  const id = useId();
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file) onFile(file);
  };
  return (
    <label
      className={cn(
        'relative grid min-h-56 place-items-center rounded-(--radius-panel) border border-dashed px-6 py-10 text-center transition-colors duration-75 focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-focus',
        over ? 'border-accent bg-accent-soft' : 'border-control bg-panel hover:bg-sunken',
      )}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <span className="grid justify-items-center gap-2">
        <span className="grid size-10 place-items-center rounded-lg border border-line bg-sunken text-muted">
          <Upload className="size-5" aria-hidden />
        </span>
        <span id={`${id}-label`} className="text-sm font-semibold text-ink">
          {label}
        </span>
        <span id={id} className="max-w-md text-xs text-muted">
          {hint}
        </span>
      </span>
      <input
        type="file"
        accept={accept}
        aria-labelledby={`${id}-label`}
        aria-describedby={id}
        className="absolute inset-0 opacity-0"
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) onFile(file);
          // The same file chosen again, say after an error, is a choice too.
          event.target.value = '';
        }}
      />
    </label>
  );
}
