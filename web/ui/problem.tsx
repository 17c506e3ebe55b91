import { RotateCw, Unplug } from 'lucide-react';
import { Button } from './button.tsx';
import { Empty } from './empty.tsx';

/** What to show where an answer should have been: the server's own sentence and a way on. */
export function Problem({ error, onRetry, title }: { error: unknown; onRetry?: () => void; title?: string }) {
  return (
    // It comes late and in place of something awaited, so it is read out.
    <div role="alert">
      <Empty
        icon={<Unplug />}
        title={title ?? 'This could not be loaded'}
        action={
          onRetry && (
            <Button icon={<RotateCw />} onClick={onRetry}>
              Try again
            </Button>
          )
        }
      >
        {error instanceof Error ? error.message : 'Something went wrong on this page.'}
      </Empty>
    </div>
  );
}
