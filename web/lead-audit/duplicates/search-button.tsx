import { useQueryClient } from '@tanstack/react-query';
import { ScanSearch } from 'lucide-react';
import { useState } from 'react';
import { useMay } from '../../shell/workspace.ts';
import { Button } from '../../ui/button.tsx';
import { notify, notifyError } from '../../ui/toast.tsx';
import { searchAll } from './duplicates-api.ts';

/** Compares all leads of the client anew, as a job. */
export function SearchButton({ clientId }: { clientId: string }) {
  const queryClient = useQueryClient();
  const mayWrite = useMay('lead.write');
  const [started, setStarted] = useState(false);
  if (!mayWrite) return null;
  async function start() {
    setStarted(true);
    try {
      await searchAll(clientId);
      void queryClient.invalidateQueries({ queryKey: ['jobs'] });
      notify('Looking for duplicates', { description: 'All leads are compared. Pairs appear here when it is done.' });
    } catch (error) {
      notifyError('The search did not start', error);
    } finally {
      setStarted(false);
    }
  }
  return (
    <Button icon={<ScanSearch />} disabled={started} onClick={() => void start()}>
      Search now
    </Button>
  );
}
