import { useQuery, useQueryClient } from '@tanstack/react-query';
import { FileDown, Undo2 } from 'lucide-react';
import type { FindingDecision } from '#contract/findings.ts';
import { paths } from '../../paths.ts';
import { segmentsQuery } from '../../segments.ts';
import { AppLink } from '../../shell/app-link.tsx';
import { listOf } from '../../shell/search-params.ts';
import { useClient, useMay } from '../../shell/workspace.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button, buttonClass } from '../../ui/button.tsx';
import { dateTime, day, int, money, plural } from '../../ui/format.ts';
import { FILTER_LABEL, filterText } from '../leads/facet-options.ts';
import type { FilterKey } from '../leads/lead-search.ts';
import { ACTION_WORD, keepsList } from './finding-words.ts';
import { listHref, undo } from './findings-api.ts';

/** Decisions with who, when and why; each with its list and a way back. */
export function DecisionList({
  decisions,
  currency,
  timeZone,
  titled,
}: {
  decisions: readonly FindingDecision[];
  currency: string;
  timeZone: string;
  /** Whether each says what it was about. */
  titled: boolean;
}) {
  return (
    <ol className="divide-y divide-line">
      {decisions.map((decision) => (
        <Decision key={decision.id} decision={decision} currency={currency} timeZone={timeZone} titled={titled} />
      ))}
    </ol>
  );
}

function Decision({
  decision,
  currency,
  timeZone,
  titled,
}: {
  decision: FindingDecision;
  currency: string;
  timeZone: string;
  titled: boolean;
}) {
  const queryClient = useQueryClient();
  const mayWrite = useMay('lead.write');
  const mayExport = useMay('lead.export');
  const part = usePart(decision);
  const standing = decision.undone_at === null;
  const list = keepsList(decision) && standing;
  return (
    <li className="flex flex-wrap items-start gap-x-3 gap-y-1.5 py-2.5">
      <div className="min-w-60 flex-1">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm text-ink">
          <Badge tone={!standing ? 'muted' : decision.action === 'dismissed' ? 'muted' : 'good'}>
            {standing ? ACTION_WORD[decision.action].done : `${ACTION_WORD[decision.action].done}, undone`}
          </Badge>
          {titled && <span className="font-medium [overflow-wrap:anywhere]">{decision.title}</span>}
        </p>
        {decision.reason && <p className="mt-0.5 text-xs text-body [overflow-wrap:anywhere]">“{decision.reason}”</p>}
        <p className="num mt-0.5 text-xs text-muted">
          {decision.decided_by}, {dateTime(decision.decided_at, timeZone)} · {day(decision.from)} – {day(decision.to)} ·{' '}
          {plural(decision.leads, 'lead')}
          {decision.at_stake_minor !== null && `, ${money(decision.at_stake_minor, currency, 0)}`} · {part}
          {decision.undone_at !== null &&
            ` · undone by ${decision.undone_by}, ${dateTime(decision.undone_at, timeZone)}`}
        </p>
      </div>
      <div className="flex flex-wrap gap-1">
        {list && (
          <AppLink
            to={paths.leads}
            search={{ from: decision.from, to: decision.to, decision: decision.id, segment: undefined }}
            className={buttonClass({ variant: 'ghost' })}
          >
            {int(decision.listed)} listed
          </AppLink>
        )}
        {list && mayExport && (
          <a href={listHref(decision)} download className={buttonClass({ variant: 'ghost' })}>
            <FileDown />
            List
          </a>
        )}
        {standing && mayWrite && (
          <Button variant="ghost" icon={<Undo2 />} onClick={() => void undo(queryClient, decision.id)}>
            Undo
          </Button>
        )}
      </div>
    </li>
  );
}

/** The part of the leads that a decision is about and holds for, in words. */
function usePart({ narrowing }: FindingDecision): string {
  const client = useClient();
  const { data: segments = [] } = useQuery({
    ...segmentsQuery(client?.id ?? ''),
    enabled: client !== undefined && narrowing.segment !== undefined,
  });
  const parts = (Object.keys(narrowing) as FilterKey[]).map((key) => {
    const value = narrowing[key] ?? '';
    if (key !== 'segment') return `${FILTER_LABEL[key].toLowerCase()} ${filterText(key, value)}`;
    const names = listOf(value).map((id) => segments.find((one) => one.id === id)?.name ?? 'a segment since deleted');
    return `segment ${names.join(', ')}`;
  });
  return parts.length === 0 ? 'of all leads' : `only ${parts.join(', ')}`;
}
