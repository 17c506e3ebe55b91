import { Dialog as Base } from '@base-ui/react/dialog';
import { type ReactNode, useState } from 'react';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { TextField } from './field.tsx';
import { Notice } from './notice.tsx';

/** Asks before something that cannot be undone. With `word`, it must be typed first. */
export function ConfirmDialog({
  title,
  children,
  action,
  word,
  onConfirm,
  onClose,
}: {
  title: string;
  children: ReactNode;
  action: string;
  word?: string;
  /** Throws with the reason when it was refused; the dialog then stays. */
  onConfirm: () => Promise<void>;
  onClose: () => void;
}) {
  const [typed, setTyped] = useState('');
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<string>();
  const confirm = async () => {
    setPending(true);
    try {
      await onConfirm();
      onClose();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : 'It was refused.');
      setPending(false);
    }
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={title} className="max-w-[440px]">
      <form
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          void confirm();
        }}
      >
        {problem && (
          <Notice tone="bad" live>
            {problem}
          </Notice>
        )}
        <Base.Description className="text-sm text-body" render={<div />}>
          {children}
        </Base.Description>
        {word && (
          <TextField
            label={`Type ${word} to go on`}
            autoComplete="off"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        )}
        <div className="flex justify-end gap-2">
          <Button size="md" onClick={onClose}>
            Keep
          </Button>
          <Button
            type="submit"
            size="md"
            variant="danger"
            disabled={pending || (word !== undefined && typed.trim() !== word)}
          >
            {action}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
