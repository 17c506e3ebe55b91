import type { LeadFraud } from '#contract/fraud.ts';
import type { Lead } from '#contract/lead.ts';
import { paths } from '../../paths.ts';
import { AppLink } from '../../shell/app-link.tsx';
import { cn } from '../../ui/cn.ts';
import { clock, plural } from '../../ui/format.ts';

/** The day around the lead: how many leads its device or network gave in each hour. */
export function CrowdPanel({
  crowd,
  lead,
  timeZone,
}: {
  crowd: NonNullable<LeadFraud['crowd']>;
  lead: Lead;
  timeZone: string;
}) {
  const most = Math.max(1, ...crowd.hours.map(({ leads }) => leads));
  const check = crowd.of === 'device' ? 'B07_DEVICE_VELOCITY' : 'B08_IP_VELOCITY';
  return (
    <section className="mt-4 rounded-lg border border-line p-3">
      <h3 className="text-xs font-semibold">Same {crowd.of}, 12 hours before and after</h3>
      <div
        className="mt-2 flex h-10 items-end gap-[3px]"
        role="img"
        aria-label={`${plural(crowd.leads, 'lead')} from this ${crowd.of}; most in one hour: ${most}`}
      >
        {crowd.hours.map(({ at, leads }) => (
          <i
            key={at}
            title={`${clock(at, timeZone)}: ${plural(leads, 'lead')}`}
            className={cn('flex-1 rounded-[1px] bg-c5', leads === 0 && 'opacity-25')}
            style={{ height: leads === 0 ? 2 : `${(leads / most) * 100}%` }}
          />
        ))}
      </div>
      <p className="num mt-2 flex flex-wrap justify-between gap-2 text-xs text-muted">
        <span>
          {plural(crowd.leads, 'lead')}, {plural(crowd.people, 'person', 'people')},{' '}
          {plural(crowd.sources.length, 'source')}
        </span>
        <AppLink
          to={paths.leads}
          search={{ flag: check, source: lead.source.replaceAll(/[\\,]/g, '\\$&') }}
          className="font-medium text-accent-ink"
        >
          Leads of this source with the sign
        </AppLink>
      </p>
    </section>
  );
}
