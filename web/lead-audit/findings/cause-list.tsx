import type { FindingDetail } from '#contract/findings.ts';
import { paths } from '../../paths.ts';
import { AppLink } from '../../shell/app-link.tsx';
import { Badge } from '../../ui/badge.tsx';
import { dec, int, pct, plural } from '../../ui/format.ts';
import { flagWord } from '../check-words.ts';

/** Dimensions that explain a finding, most surprising first, each with the elements that do. */
export function CauseList({ detail }: { detail: FindingDetail }) {
  return (
    <>
      {detail.causes.length === 0 ? (
        <p className="text-xs text-muted">
          They are spread as all leads are. Looked at: {detail.looked_at.join(', ').toLowerCase()}.
        </p>
      ) : (
        <ol className="grid gap-3">
          {detail.causes.map((cause) => (
            <li key={cause.dimension}>
              <p className="flex items-baseline gap-2 text-xs">
                <b className="font-medium text-ink">{cause.label}</b>
                <span className="num text-muted">explains {pct(Math.min(1, cause.explained), 0)} of the excess</span>
              </p>
              <ul className="mt-1 grid gap-1">
                {cause.elements.map((element) => {
                  const share = Math.max(0, Math.min(1, element.explained));
                  const name = element.filter ? (
                    <AppLink to={paths.leads} search={element.filter} className="truncate text-ink hover:underline">
                      {element.label}
                    </AppLink>
                  ) : (
                    <span className="truncate text-ink">{element.label}</span>
                  );
                  return (
                    <li
                      key={element.value}
                      className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 text-xs"
                    >
                      {name}
                      <span className="num whitespace-nowrap text-muted">
                        {element.of === null
                          ? `${int(element.leads)} leads, ${dec(element.expected, element.expected < 10 ? 1 : 0)} expected`
                          : `${int(element.leads)} of ${plural(element.of, 'lead')}`}
                      </span>
                      <span className="col-span-2 mt-0.5 h-1 rounded-full bg-line" aria-hidden>
                        <span className="block h-1 rounded-full bg-c1" style={{ width: `${share * 100}%` }} />
                      </span>
                    </li>
                  );
                })}
              </ul>
            </li>
          ))}
        </ol>
      )}
      {detail.checks.length > 0 && (
        <p className="mt-3 flex flex-wrap items-center gap-1">
          <span className="mr-1 text-xs text-muted">Failed checks</span>
          {detail.checks.map(({ check, leads }) => {
            const { label, tone } = flagWord(check);
            return (
              <AppLink
                key={check}
                to={paths.leads}
                search={{ ...detail.finding.filter, flag: check }}
                aria-label={`${label}, ${int(leads)} leads`}
              >
                <Badge tone={tone}>
                  {label} <span className="num opacity-80">{int(leads)}</span>
                </Badge>
              </AppLink>
            );
          })}
        </p>
      )}
    </>
  );
}
