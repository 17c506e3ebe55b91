import { Button } from '../ui/button.tsx';
import type { Submit } from '../use-submit.ts';

/** Saves a form that was changed, or puts it back. */
export function SaveBar({
  submit,
  changed,
  onReset,
  saved = 'Nothing to save',
}: {
  submit: Submit;
  changed: boolean;
  onReset: () => void;
  saved?: string;
}) {
  return (
    <div className="flex items-center gap-2">
      <Button type="submit" variant="primary" size="md" disabled={!changed || submit.pending}>
        {submit.pending ? 'Saving' : 'Save'}
      </Button>
      {changed ? (
        <Button size="md" variant="ghost" onClick={onReset}>
          Discard changes
        </Button>
      ) : (
        <span className="text-xs text-muted">{saved}</span>
      )}
    </div>
  );
}
