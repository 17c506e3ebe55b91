import { queryOptions, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { AttributionModel, LeadCredits } from '#contract/journeys.ts';
import { request } from '../../api.ts';
import { Select } from '../../ui/select.tsx';
import { type JourneyCredits, JourneyTab } from '../lead/journey-tab.tsx';
import { timelineQuery } from '../queries.ts';
import { creditShares } from './credit-shares.ts';

const creditsQuery = (id: string) =>
  queryOptions({
    queryKey: ['lead', id, 'credits'],
    queryFn: ({ signal }) => request<LeadCredits>('GET', `/marketing/leads/${id}/credits`, { signal }),
  });

/** The way of a lead with the part of the credit that each touch gets under a model of one's choice. */
export function CreditedJourney(props: { id: string; timeZone: string; onOpen: (id: string) => void }) {
  const credits = useLeadCredits(props.id);
  return <JourneyTab {...props} {...(credits && { credits })} />;
}

/** Undefined until it is known. */
function useLeadCredits(id: string): JourneyCredits | undefined {
  const { data: timeline } = useQuery(timelineQuery(id));
  const { data: credits } = useQuery(creditsQuery(id));
  const [wanted, setWanted] = useState<AttributionModel>('markov');
  if (!timeline || !credits || credits.touches.length === 0) return undefined;
  const model = credits.models.find((one) => one.model === wanted) ?? credits.models[0];
  if (model === undefined) return undefined;
  return {
    control: (
      <Select
        aria-label="Credit by"
        className="w-40"
        value={model.model}
        onChange={setWanted}
        options={credits.models.map(({ model: value, name }) => ({ value, label: name }))}
      />
    ),
    shares: creditShares(credits.touches, timeline.steps, model.model),
  };
}
