import { useQuery } from '@tanstack/react-query';
import { GitMerge, Undo2 } from 'lucide-react';
import { useState } from 'react';
import type { LeadPerson } from '#contract/duplicates.ts';
import type { Lead } from '#contract/lead.ts';
import type { Client } from '#contract/workspace.ts';
import { useMay } from '../../shell/workspace.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { dateTime, plural } from '../../ui/format.ts';
import { Problem } from '../../ui/problem.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { personQuery } from '../duplicates/duplicates-api.ts';
import { MergeBox } from '../duplicates/merge-box.tsx';
import { type Choices, MergeTable } from '../duplicates/merge-table.tsx';
import { RevealButton } from '../duplicates/reveal-button.tsx';
import { useDecide } from '../duplicates/use-decide.ts';
import { usePreview } from '../duplicates/use-preview.ts';
import { Waterfall } from '../duplicates/waterfall.tsx';
import { sureText } from '../duplicates/words.ts';
import { leadName } from '../leads/lead-cells.tsx';
import { duplicatesQuery } from '../queries.ts';

/** Leads compared side by side at a time; more do not fit. */
const COMPARED_MAX = 5;

/** Whom a lead was merged with, and others that may be the same person: found by comparing, or with the same e-mail or phone. */
export function useDuplicates(lead: string): { person: LeadPerson; others: Lead[] } | undefined {
  const { data: person } = useQuery(personQuery(lead));
  const { data: exact } = useQuery(duplicatesQuery(lead));
  if (!person || !exact) return undefined;
  const left = new Set([
    ...person.merged.map(({ id }) => id),
    ...person.candidates.filter(({ state }) => state === 'different').map((candidate) => candidate.lead.id),
  ]);
  const found = [...person.candidates, ...exact.leads].map((one) => one.lead);
  const others = found.filter(({ id }, at) => !left.has(id) && found.findIndex((one) => one.id === id) === at);
  return { person, others };
}

/** Who else is or may be this person: records side by side, the value to keep per field, merging, undoing. */
export function DuplicatesTab({ lead, client, onOpen }: { lead: Lead; client: Client; onOpen: (id: string) => void }) {
  const duplicates = useDuplicates(lead.id);
  const { error, refetch } = useQuery(personQuery(lead.id));
  const decide = useDecide(client.id);
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!duplicates) return <Skeleton height={320} label="Loading duplicates" />;
  const { person, others } = duplicates;
  if (others.length === 0 && person.merges.length === 0)
    return (
      <Empty icon={<GitMerge />} title="No duplicates">
        Compared with the other leads of this client by e-mail, phone, name, company and address.
      </Empty>
    );
  return (
    <>
      {person.merged.length > 0 && <Merged person={person} onOpen={onOpen} />}
      {others.length > 0 && (
        <Compare lead={lead} client={client} person={person} others={others.slice(0, COMPARED_MAX)} decide={decide} />
      )}
      {person.merges.length > 0 && <Merges person={person} client={client} decide={decide} />}
    </>
  );
}

function Merged({ person: { merged }, onOpen }: { person: LeadPerson; onOpen: (id: string) => void }) {
  return (
    <div className="mb-4 text-sm">
      <p className="text-body">
        <b className="font-semibold text-ink">{plural(merged.length + 1, 'record')} are one person.</b> Merged with:
      </p>
      <ul className="mt-1.5 flex flex-wrap gap-1.5">
        {merged.map((other) => (
          <li key={other.id}>
            <Button size="sm" onClick={() => onOpen(other.id)}>
              {leadName(other)}, {other.source}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Compare({
  lead,
  client,
  person,
  others,
  decide,
}: {
  lead: Lead;
  client: Client;
  person: LeadPerson;
  others: readonly Lead[];
  decide: ReturnType<typeof useDecide>;
}) {
  const mayWrite = useMay('lead.write');
  const [choices, setChoices] = useState<Choices>({});
  const leads = [lead.id, ...others.map(({ id }) => id)];
  const question = usePreview(client.id, leads, lead.id);
  const { data: preview, error, refetch } = question;
  const best = person.candidates.find(({ state }) => state !== 'different');
  const apart = async () => {
    for (const other of others) if (!(await decide.say(lead.id, other.id, 'different'))) return;
  };
  return (
    <>
      <div className="flex flex-wrap items-center gap-1.5 text-sm">
        <b className="font-semibold text-ink">{plural(leads.length, 'record')} look like one person.</b>
        {best && <Badge tone="dup">{sureText(best.probability)}</Badge>}
        <span className="ml-auto">
          <RevealButton {...question} />
        </span>
      </div>
      {best && (
        <p className="mt-1 text-xs text-muted">
          {best.waterfall
            .filter(({ comparison, bits }) => comparison !== 'prior' && bits > 0)
            .map(({ level }) => level)
            .join(' · ') || 'Shared e-mail address or phone number'}
        </p>
      )}
      {error ? (
        <Problem error={error} onRetry={() => void refetch()} />
      ) : !preview ? (
        <Skeleton height={280} label="Loading the records" />
      ) : (
        <div className="mt-3">
          <MergeTable
            preview={preview}
            choices={choices}
            onChoose={(field, from) => setChoices({ ...choices, [field]: from })}
            currency={client.currency}
            timeZone={client.time_zone}
            own={lead.id}
            disabled={!mayWrite}
          />
          <MergeBox
            preview={preview}
            currency={client.currency}
            timeZone={client.time_zone}
            mayWrite={mayWrite}
            busy={decide.busy}
            onMerge={(althoughApart) =>
              void decide.merge({ leads, survivor: lead.id, choices, although_apart: althoughApart })
            }
            onApart={() => void apart()}
          />
        </div>
      )}
      {best && (
        <details className="mt-4">
          <summary className="w-fit text-xs font-semibold">What speaks for and against {leadName(best.lead)}</summary>
          <div className="mt-1">
            <Waterfall steps={best.waterfall} weight={best.weight_bits} />
          </div>
        </details>
      )}
    </>
  );
}

function Merges({
  person: { merges },
  client,
  decide,
}: {
  person: LeadPerson;
  client: Client;
  decide: ReturnType<typeof useDecide>;
}) {
  const mayWrite = useMay('lead.write');
  return (
    <>
      <h3 className="mt-5 text-xs font-semibold">Merges</h3>
      <ul className="mt-1">
        {merges.map((merge) => (
          <li
            key={merge.id}
            className="flex items-center justify-between gap-3 border-t border-line py-2 text-xs first:border-t-0"
          >
            <span className="text-body">
              {plural(merge.leads.length, 'record')} merged by {merge.by}, {dateTime(merge.at, client.time_zone)}
              {merge.undone_at && `; undone by ${merge.undone_by}, ${dateTime(merge.undone_at, client.time_zone)}`}
            </span>
            {mayWrite && merge.undone_at === null && (
              <Button size="xs" icon={<Undo2 />} disabled={decide.busy} onClick={() => void decide.undo(merge.id)}>
                Undo
              </Button>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
