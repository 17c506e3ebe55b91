import { useQueryClient } from '@tanstack/react-query';
import { FlaskConical, Plus, Upload, UserRoundPlus } from 'lucide-react';
import { useState } from 'react';
import { startDemo } from '../demo.ts';
import { paths } from '../paths.ts';
import { Button, buttonClass } from '../ui/button.tsx';
import { Empty } from '../ui/empty.tsx';
import { AppLink, useHasPage } from './app-link.tsx';

function DemoButton() {
  const queryClient = useQueryClient();
  const [started, setStarted] = useState(false);
  return (
    <Button
      size="md"
      icon={<FlaskConical />}
      disabled={started}
      onClick={() => {
        setStarted(true);
        void startDemo(queryClient).finally(() => setStarted(false));
      }}
    >
      Load the demo world
    </Button>
  );
}

/** A client without a single lead: the two ways on. */
export function NoLeads({ client }: { client: string }) {
  const hasPage = useHasPage();
  return (
    <div className="panel mt-2">
      <Empty
        icon={<Upload />}
        title={`${client} has no leads yet`}
        action={
          <div className="flex flex-wrap justify-center gap-2">
            {hasPage(paths.newImport) && (
              <AppLink to={paths.newImport} className={buttonClass({ variant: 'primary', size: 'md' })}>
                <Upload />
                Import leads
              </AppLink>
            )}
            <DemoButton />
          </div>
        }
      >
        Drop a file of any shape and Assay checks every lead in it. Or look around first in a demo world of three
        invented clients.
      </Empty>
    </div>
  );
}

/** No client at all: make one, or load the demo world. */
export function NoClients() {
  const hasPage = useHasPage();
  return (
    <div className="panel mt-2">
      <Empty
        icon={<UserRoundPlus />}
        title="There is no client yet"
        action={
          <div className="flex flex-wrap justify-center gap-2">
            {hasPage(paths.settings) && (
              <AppLink to={paths.settings} className={buttonClass({ variant: 'primary', size: 'md' })}>
                <Plus />
                Add a client
              </AppLink>
            )}
            <DemoButton />
          </div>
        }
      >
        A client holds leads, its currency and its time zone. The demo world brings three invented ones.
      </Empty>
    </div>
  );
}
