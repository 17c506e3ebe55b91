import { Toast } from '@base-ui/react/toast';
import { CheckCircle2, CircleAlert, Undo2, X } from 'lucide-react';
import { Button } from './button.tsx';

export const toasts = Toast.createToastManager();

interface Note {
  description?: string;
  undo?: () => void;
}

/** Every bulk or reversible action reports here with an undo for 8 s; nothing asks "are you sure" first. */
export function notify(title: string, { description, undo }: Note = {}) {
  const id: string = toasts.add({
    title,
    description,
    timeout: undo ? 8000 : 4500,
    actionProps: undo && {
      children: 'Undo',
      onClick: () => {
        undo();
        toasts.close(id);
      },
    },
  });
  return id;
}

/** Says what went wrong and stays until it is read. */
export function notifyError(title: string, error?: unknown) {
  return toasts.add({
    title,
    description: error instanceof Error ? error.message : undefined,
    type: 'error',
    priority: 'high',
    timeout: 12_000,
  });
}

export function Toaster() {
  return (
    <Toast.Provider toastManager={toasts} limit={3}>
      <Toast.Portal>
        <Toast.Viewport className="fixed right-4 bottom-4 z-50 flex w-88 max-w-[calc(100vw-2rem)] flex-col gap-2 max-md:bottom-20">
          <List />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function List() {
  const { toasts: list } = Toast.useToastManager();
  return list.map((toast) => (
    <Toast.Root
      key={toast.id}
      toast={toast}
      // Title and description are one piece of news, in this order.
      aria-atomic
      className="popup pointer-events-auto flex items-start gap-2.5 p-3 transition-all duration-150 data-ending-style:translate-y-2 data-ending-style:opacity-0 data-starting-style:translate-y-2 data-starting-style:opacity-0"
    >
      {toast.type === 'error' ? (
        <CircleAlert className="mt-0.5 size-4 shrink-0 text-bad" aria-hidden />
      ) : (
        <CheckCircle2 className="mt-0.5 size-4 shrink-0 text-good" aria-hidden />
      )}
      <div className="min-w-0 flex-1">
        <Toast.Title className="text-sm font-medium text-ink" />
        <Toast.Description className="text-xs text-muted" />
        {toast.actionProps && <p className="sr-only">F6 leads to Undo</p>}
      </div>
      {toast.actionProps && (
        <Toast.Action
          render={
            <Button size="xs" icon={<Undo2 />}>
              Undo
            </Button>
          }
        />
      )}
      <Toast.Close
        aria-label="Dismiss"
        className="grid size-6 place-items-center rounded text-muted hover:bg-hover coarse:size-9"
      >
        <X className="size-3.5" />
      </Toast.Close>
    </Toast.Root>
  ));
}
