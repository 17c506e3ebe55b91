import { useQuery } from '@tanstack/react-query';
import { useEffect, useId, useState } from 'react';
import type { RuleSet, ScoringPreview } from '#contract/scoring.ts';
import type { Client } from '#contract/workspace.ts';
import { paths } from '../../paths.ts';
import { AppLink } from '../../shell/app-link.tsx';
import { type Change, Diff } from '../../ui/diff.tsx';
import { dec, int, plural } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { BandBars } from './band-bars.tsx';
import { whatIfQuery } from './scoring-api.ts';

/** Typing settles before leads are scored for it. */
const SETTLE_MS = 600;

function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}

/** What the change on screen would do to the leads there are. */
export function WhatIfPanel({
  client,
  rules,
  changes,
  fault,
}: {
  client: Client;
  rules: RuleSet;
  changes: readonly Change[];
  fault: string | undefined;
}) {
  const id = useId();
  const settled = useSettled(rules);
  const ready = changes.length > 0 && fault === undefined && client.leads > 0;
  const whatIf = useQuery({ ...whatIfQuery(client.id, settled), enabled: ready && settled === rules });
  return (
    <Panel
      id={id}
      title="What would change"
      meta={changes.length > 0 ? plural(changes.length, 'change') : undefined}
      bodyClassName="grid gap-3 pt-1"
    >
      {changes.length === 0 ? (
        <p className="text-xs text-muted">
          Change points, caps or conditions, and see here how many leads would move before anything is saved.
        </p>
      ) : (
        <>
          <div className="max-h-48 overflow-y-auto">
            <Diff changes={changes} />
          </div>
          {client.leads === 0 ? (
            <Notice>{client.name} has no leads yet to try the rules on.</Notice>
          ) : whatIf.error ? (
            <Notice tone="bad">{whatIf.error.message}</Notice>
          ) : whatIf.data && ready ? (
            <Result preview={whatIf.data} pending={whatIf.isPlaceholderData || settled !== rules} />
          ) : (
            fault === undefined && <Skeleton height={220} label="Scoring leads by the new rules" />
          )}
        </>
      )}
    </Panel>
  );
}

function Result({ preview, pending }: { preview: ScoringPreview; pending: boolean }) {
  const { leads, moved_up, moved_down, mean_before, mean_after, bands, examples } = preview;
  return (
    <div className={pending ? 'grid gap-3 opacity-55' : 'grid gap-3'} aria-live="polite" aria-busy={pending}>
      <dl className="grid grid-cols-3 gap-2">
        <Figure label="Up" value={int(moved_up)} />
        <Figure label="Down" value={int(moved_down)} />
        <Figure
          label="Mean score"
          value={mean_after === null ? '–' : dec(mean_after, 1)}
          note={mean_before === null ? undefined : `was ${dec(mean_before, 1)}`}
        />
      </dl>
      <BandBars bands={bands} />
      <p className="text-2xs text-muted">Over the {plural(leads, 'newest lead')}.</p>
      {examples.length > 0 && (
        <div>
          <h3 className="mb-1 text-xs font-semibold">Leads that move furthest</h3>
          <ul className="divide-y divide-line">
            {examples.slice(0, 6).map((example) => (
              <li key={example.id}>
                <AppLink
                  to={paths.leads}
                  search={{ lead: example.id }}
                  className="flex h-7 items-center gap-2 text-xs hover:bg-hover coarse:h-11"
                >
                  <span className="min-w-0 flex-1 truncate font-mono text-2xs text-muted">{example.id.slice(-12)}</span>
                  <span className="num text-ink">
                    {Math.round(example.before)} → {Math.round(example.after)}
                  </span>
                </AppLink>
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

function Figure({ label, value, note }: { label: string; value: string; note?: string }) {
  return (
    <div>
      <dt className="text-xs text-muted">{label}</dt>
      <dd className="num text-xl font-semibold text-ink">
        {value}
        {note && <span className="block text-2xs font-normal text-muted">{note}</span>}
      </dd>
    </div>
  );
}
