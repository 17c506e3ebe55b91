import { useQuery, useQueryClient } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { type RefObject, useEffect, useRef, useState } from 'react';
import type { Lead } from '#contract/lead.ts';
import type { Client } from '#contract/workspace.ts';
import { api } from '../../api.ts';
import { isTyping, lettersOn } from '../../shell/hotkeys.ts';
import { useMay } from '../../shell/workspace.ts';
import type { SourceBook } from '../../source-book.ts';
import { IconButton } from '../../ui/button.tsx';
import { Drawer } from '../../ui/drawer.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { TabPanel, Tabs } from '../../ui/tabs.tsx';
import { FraudTab } from '../fraud/fraud-tab.tsx';
import { CreditedJourney } from '../journeys/credited-journey.tsx';
import { leadName } from '../leads/lead-cells.tsx';
import { leadQuery } from '../queries.ts';
import { acceptSuggestion } from './accept-suggestion.ts';
import { ChecksTab } from './checks-tab.tsx';
import { DetailsTab } from './details-tab.tsx';
import { DuplicatesTab, useDuplicates } from './duplicates-tab.tsx';
import { HistoryTab } from './history-tab.tsx';
import { LeadBar } from './lead-bar.tsx';
import { LeadHead } from './lead-head.tsx';
import { ScoreTab } from './score-tab.tsx';
import { useReveal } from './use-reveal.ts';

interface Props {
  id: string | undefined;
  /** The row of the list, to show at once. */
  known: Lead | undefined;
  client: Client;
  book: SourceBook;
  tab: string;
  onTab: (tab: string) => void;
  onClose: () => void;
  onStep: (by: number) => void;
  onOpen: (id: string) => void;
  modal: boolean;
  titleRef: RefObject<HTMLHeadingElement | null>;
  returnFocus: RefObject<HTMLElement | null>;
}

/** One lead in full: why it scored what it scored, what the checks saw, its duplicates, its history. */
export function LeadDrawer({ id, known, modal, titleRef, returnFocus, onClose, onStep, ...rest }: Props) {
  const { data, error } = useQuery({ ...leadQuery(id ?? ''), enabled: Boolean(id) });
  const lead = data?.id === id ? data : known;
  useEffect(() => {
    if (!id) return;
    const onKey = (event: KeyboardEvent) => {
      if (isTyping(event.target)) return;
      if (event.key === ']' && lettersOn()) onStep(1);
      else if (event.key === '[' && lettersOn()) onStep(-1);
      // While the table keeps the focus, the panel itself does not hear Escape.
      else if (event.key === 'Escape' && !modal && event.target === document.body) onClose();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [id, modal, onStep, onClose]);
  const popupRef = useRef<HTMLDivElement>(null);
  const [said, setSaid] = useState(false);
  // Each other lead that is shown is told once.
  useEffect(() => {
    if (!id) return;
    // Whoever steps from inside the panel hears which lead came; the table's own rows are read as they are passed.
    const inside = popupRef.current?.contains(document.activeElement) ?? false;
    setSaid(inside);
    // What had the focus belonged to the lead that went.
    if (!inside && document.activeElement === document.body) titleRef.current?.focus();
  }, [id, titleRef]);
  return (
    <Drawer
      open={Boolean(id)}
      onClose={onClose}
      modal={modal}
      popupRef={popupRef}
      titleRef={titleRef}
      said={said && lead ? `Lead ${leadName(lead)}, score ${Math.round(lead.quality_score)}` : ''}
      returnFocus={returnFocus}
      title={lead ? `Lead ${leadName(lead)}` : 'Lead'}
    >
      {lead ? (
        <>
          <LeadBar lead={lead} client={rest.client} onClose={onClose} onStep={onStep} />
          <Body key={lead.id} lead={lead} {...rest} />
        </>
      ) : id ? (
        <>
          <div className="flex h-11 items-center justify-end px-3">
            <IconButton label="Close" shortcut="Esc" onClick={onClose}>
              <X />
            </IconButton>
          </div>
          {error ? (
            <Problem error={error} title="This lead cannot be shown" />
          ) : (
            <div className="p-5">
              <Skeleton height={320} label="Loading lead" />
            </div>
          )}
        </>
      ) : null}
    </Drawer>
  );
}

const TABS = ['score', 'checks', 'fraud', 'duplicates', 'journey', 'details', 'history'] as const;
type Tab = (typeof TABS)[number];

function Body({
  lead,
  client,
  book,
  tab: wanted,
  onTab,
  onOpen,
}: { lead: Lead } & Pick<Props, 'client' | 'book' | 'tab' | 'onTab' | 'onOpen'>) {
  const queryClient = useQueryClient();
  const reveal = useReveal(lead.id);
  const mayWrite = useMay('lead.write');
  const {
    data: audit,
    error,
    refetch,
  } = useQuery({ queryKey: ['lead', lead.id, 'audit'], queryFn: ({ signal }) => api.audit(lead.id, signal) });
  const duplicates = useDuplicates(lead.id);
  const tab: Tab = TABS.find((one) => one === wanted) ?? 'score';
  const waiting = error ? (
    <Problem error={error} onRetry={() => void refetch()} />
  ) : (
    <Skeleton height={320} label="Loading the audit" />
  );
  const zone = client.time_zone;
  return (
    <>
      <LeadHead lead={lead} client={client} book={book} reveal={reveal} />
      <Tabs
        value={tab}
        onChange={onTab}
        listClassName="px-5"
        className="flex min-h-0 flex-1 flex-col"
        tabs={[
          { value: 'score', label: 'Score' },
          { value: 'checks', label: 'Checks', count: lead.flags.length },
          { value: 'fraud', label: 'Fraud' },
          {
            value: 'duplicates',
            label: 'Duplicates',
            count: duplicates && duplicates.others.length + duplicates.person.merged.length,
          },
          { value: 'journey', label: 'Journey' },
          { value: 'details', label: 'Details' },
          { value: 'history', label: 'History' },
        ]}
      >
        <div className="relative min-h-0 flex-1 overflow-y-auto px-5 py-4 max-sm:px-4">
          <TabPanel value="score">{audit ? <ScoreTab audit={audit} timeZone={zone} /> : waiting}</TabPanel>
          <TabPanel value="checks">
            {audit ? (
              <ChecksTab
                audit={audit}
                onAccept={
                  mayWrite ? (check) => void acceptSuggestion(queryClient, lead.id, check, reveal.allowed) : undefined
                }
              />
            ) : (
              waiting
            )}
          </TabPanel>
          <TabPanel value="fraud">
            <FraudTab lead={lead} client={client} mayDecide={mayWrite} />
          </TabPanel>
          <TabPanel value="duplicates">
            <DuplicatesTab lead={lead} client={client} onOpen={onOpen} />
          </TabPanel>
          <TabPanel value="journey">
            <CreditedJourney id={lead.id} timeZone={zone} onOpen={onOpen} />
          </TabPanel>
          <TabPanel value="details">
            <DetailsTab lead={reveal.shown?.lead ?? lead} currency={client.currency} reveal={reveal} />
          </TabPanel>
          <TabPanel value="history">
            <HistoryTab id={lead.id} timeZone={zone} />
          </TabPanel>
        </div>
      </Tabs>
    </>
  );
}
