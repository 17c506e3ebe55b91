import { useQuery } from '@tanstack/react-query';
import { Eye } from 'lucide-react';
import type { Lead } from '#contract/lead.ts';
import { paths } from '../../paths.ts';
import { leadSegmentsQuery } from '../../segments.ts';
import { AppLink } from '../../shell/app-link.tsx';
import { Button } from '../../ui/button.tsx';
import { openDetails, personalDetails } from './detail-rows.ts';
import type { Reveal } from './use-reveal.ts';

/** Where the lead came from and, for a minute and on the record, everything that was delivered with it. */
export function DetailsTab({ lead, currency, reveal }: { lead: Lead; currency: string; reveal: Reveal }) {
  const groups = [...openDetails(lead, currency), ...(reveal.shown ? personalDetails(reveal.shown.personal) : [])];
  return (
    <>
      {groups.map((group) => (
        <section key={group.label} className="mb-4">
          <h3 className="mb-1 text-xs font-semibold">{group.label}</h3>
          <dl className="num grid grid-cols-[minmax(110px,auto)_1fr] text-xs">
            {group.rows.map((row) => (
              <div key={row.label} className="contents">
                <dt className="border-t border-line py-1.5 pr-4 text-muted">{row.label}</dt>
                <dd className="min-w-0 border-t border-line py-1.5 break-words text-ink">{row.value}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      <InSegments leadId={lead.id} />
      {!reveal.shown && reveal.allowed && (
        <div className="rounded-lg border border-line bg-sunken p-3 text-xs text-muted">
          <p>Message, address, device, form, consent and own fields are personal data.</p>
          <Button className="mt-2" icon={<Eye />} onClick={reveal.start}>
            Show for 60 s
          </Button>
        </div>
      )}
    </>
  );
}

/** The saved segments that the lead is in now. */
function InSegments({ leadId }: { leadId: string }) {
  const { data: segments = [] } = useQuery(leadSegmentsQuery(leadId));
  if (segments.length === 0) return null;
  return (
    <section className="mb-4">
      <h3 className="mb-1 text-xs font-semibold">Segments</h3>
      <ul className="grid text-xs">
        {segments.map(({ id, name }) => (
          <li key={id} className="border-t border-line py-1.5">
            <AppLink to={paths.segments} search={{ open: id }} className="text-ink hover:underline">
              {name}
            </AppLink>
          </li>
        ))}
      </ul>
    </section>
  );
}
