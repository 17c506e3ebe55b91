import { useState } from 'react';
import type { ImportUpload } from '#contract/import.ts';
import type { Client } from '#contract/workspace.ts';
import { paths } from '../paths.ts';
import { NoClients } from '../shell/no-data.tsx';
import { Page } from '../shell/page.tsx';
import { useClient, useMay } from '../shell/workspace.ts';
import { Notice } from '../ui/notice.tsx';
import { CheckStep } from './check-step.tsx';
import { ColumnsStep } from './columns-step.tsx';
import { useDraft } from './draft.ts';
import { FileStep } from './file-step.tsx';
import { StepHeading } from './step-heading.tsx';

/** From a file to an import that runs: nothing is stored before the last button. */
export function NewImportPage() {
  const client = useClient();
  const may = useMay('import.create');
  return (
    <Page crumbs={[['Imports', paths.imports], ['New import']]} title="New import" period={false}>
      {!client ? (
        <NoClients />
      ) : may ? (
        <Wizard key={client.id} client={client} />
      ) : (
        <Notice title="Your role does not allow imports">
          Ask an administrator of {client.name} for the role of marketer or analyst.
        </Notice>
      )}
    </Page>
  );
}

function Wizard({ client }: { client: Client }) {
  const [upload, setUpload] = useState<ImportUpload>();
  const [back, setBack] = useState(false);
  const anotherFile = () => {
    setBack(true);
    setUpload(undefined);
  };
  return upload ? (
    <Mapped key={upload.upload_id} client={client} upload={upload} onAnotherFile={anotherFile} />
  ) : (
    <div className="mx-auto grid w-full max-w-3xl gap-4">
      <StepHeading current={0} entered={back} />
      <FileStep clientId={client.id} onUploaded={setUpload} />
    </div>
  );
}

function Mapped({
  client,
  upload,
  onAnotherFile,
}: {
  client: Client;
  upload: ImportUpload;
  onAnotherFile: () => void;
}) {
  const draft = useDraft(upload, client);
  const [checking, setChecking] = useState(false);
  return (
    <div className="grid gap-4">
      <StepHeading key={checking ? 'check' : 'columns'} current={checking ? 2 : 1} />
      {checking ? (
        <CheckStep client={client} draft={draft} onBack={() => setChecking(false)} />
      ) : (
        <ColumnsStep client={client} draft={draft} onBack={onAnotherFile} onNext={() => setChecking(true)} />
      )}
    </div>
  );
}
