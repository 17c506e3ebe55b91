import { useQueryClient } from '@tanstack/react-query';
import { FlaskConical, Hourglass, Plus, Upload, UserRoundPlus } from 'lucide-react';
import { useState } from 'react';
import type { Client } from '#contract/workspace.ts';
import { startDemo } from '../demo.ts';
import { paths } from '../paths.ts';
import { Button, buttonClass } from '../ui/button.tsx';
import { Empty } from '../ui/empty.tsx';
import { AppLink, useHasPage } from './app-link.tsx';
import { jobLine } from './job-words.ts';
import { useJobOf } from './jobs.ts';

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

/** A client without a single lead: the two ways on, or what is under way already. */
export function NoLeads({ client: { id, name: client } }: { client: Client }) {
  const hasPage = useHasPage();
  const job = useJobOf(id);
  if (job)
    return (
      <div className="panel mt-2">
        <Empty icon={<Hourglass />} title={`Leads of ${client} are on their way`}>
          {job.title}: {jobLine(job)}. The numbers appear here by themselves.
        </Empty>
      </div>
    );
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
