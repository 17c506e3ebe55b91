import { Eye, EyeOff } from 'lucide-react';
import { Button } from '../../ui/button.tsx';
import type { usePreview } from './use-preview.ts';

/** Shows the personal values of all records for a minute; each showing is in the audit log. */
export function RevealButton({
  mayReveal,
  reveal,
  show,
  hide,
}: Pick<ReturnType<typeof usePreview>, 'mayReveal' | 'reveal' | 'show' | 'hide'>) {
  if (!mayReveal) return null;
  return (
    <Button size="xs" variant="ghost" icon={reveal ? <EyeOff /> : <Eye />} onClick={reveal ? hide : show}>
      {reveal ? 'Hide' : 'Show for 60 s'}
    </Button>
  );
}
