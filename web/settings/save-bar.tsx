import { Button } from '../ui/button.tsx';
import { cn } from '../ui/cn.ts';
import type { Submit } from '../use-submit.ts';

/** Saves a form that was changed, or puts it back. */
export function SaveBar({
  submit,
  changed,
  onReset,
  saved = 'Nothing to save',
  obstacle,
}: {
  submit: Submit;
  changed: boolean;
  onReset: () => void;
  saved?: string;
  /** Why what was changed cannot be saved yet. */
  obstacle?: string;
}) {
  return (
    <div
      className={cn(
        'flex items-center gap-2',
        // Changes far up the page stay within reach of their button.
        changed && 'sticky bottom-0 z-10 -mx-1 bg-canvas/90 px-1 py-2 backdrop-blur max-md:bottom-16',
      )}
    >
      <Button type="submit" variant="primary" size="md" disabled={!changed || obstacle !== undefined || submit.pending}>
        {submit.pending ? 'Saving' : 'Save'}
      </Button>
      {changed ? (
        <>
          <Button size="md" variant="ghost" onClick={onReset}>
            Discard changes
          </Button>
          <span className="min-w-0 text-xs text-warn" aria-live="polite">
            {obstacle}
          </span>
        </>
      ) : (
        <span className="text-xs text-muted">{saved}</span>
      )}
    </div>
  );
}
