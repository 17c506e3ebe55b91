import { useNavigate } from '@tanstack/react-router';
import { CalendarDays, ChevronDown, Globe2 } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { Button } from '../ui/button.tsx';
import { cn } from '../ui/cn.ts';
import { day, dayYear } from '../ui/format.ts';
import { Popover } from '../ui/popover.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { type Compare, comparisonLabel, presets, todayIn, zoneSentence } from './period.ts';
import { useClient, usePeriod } from './workspace.ts';

const Calendar = lazy(() => import('./calendar.tsx').then((m) => ({ default: m.Calendar })));

const COMPARE_OPTIONS: { value: Compare; label: string }[] = [
  { value: 'previous', label: 'Previous period' },
  { value: 'year', label: 'Last year' },
  { value: 'none', label: 'None' },
];

/** "Oct 22 – Nov 20, 2026", or one day. */
export const periodText = (from: string, to: string) =>
  from === to ? dayYear(to) : `${from.slice(0, 4) === to.slice(0, 4) ? day(from) : dayYear(from)} – ${dayYear(to)}`;

export function PeriodPicker() {
  const client = useClient();
  const { from, to, compare } = usePeriod();
  const navigate = useNavigate();
  const zone = client?.time_zone ?? 'UTC';
  const today = todayIn(zone, new Date());
  const set = (patch: Partial<{ from: string; to: string; compare: Compare }>) =>
    void navigate({
      to: '.',
      search: ((previous: Record<string, unknown>) => ({ ...previous, ...patch })) as never,
      replace: true,
    });
  return (
    <Popover
      align="end"
      title="Period and comparison"
      className="flex max-md:max-h-[80dvh] max-md:w-[calc(100vw-16px)] max-md:flex-col max-md:overflow-y-auto"
      trigger={
        <Button icon={<CalendarDays className="text-muted" />} className="font-normal max-md:w-10">
          <span className="num max-md:sr-only">
            <span className="font-medium text-ink">{periodText(from, to)}</span>
            {compare !== 'none' && (
              <span className="text-muted max-lg:hidden"> vs {comparisonLabel(from, to, compare)}</span>
            )}
          </span>
          <ChevronDown className="text-muted max-md:hidden" />
        </Button>
      }
    >
      <div className="w-36 border-r border-line p-1 max-md:flex max-md:w-full max-md:flex-wrap max-md:border-r-0 max-md:border-b">
        {presets(today).map((preset) => {
          const on = preset.from === from && preset.to === to;
          return (
            <button
              key={preset.label}
              type="button"
              aria-pressed={on}
              onClick={() => set({ from: preset.from, to: preset.to })}
              className={cn(
                'flex h-7 w-full items-center rounded-[5px] px-2 text-sm hover:bg-hover max-md:h-10 max-md:w-1/2',
                on ? 'bg-accent-soft font-medium text-accent-ink' : 'text-body',
              )}
            >
              {preset.label}
            </button>
          );
        })}
      </div>
      <div className="p-3">
        <Suspense fallback={<div className="h-[251px] w-[224px]" />}>
          <Calendar from={from} to={to} today={today} onChange={(a, b) => set({ from: a, to: b })} />
        </Suspense>
        <div className="mt-3 border-t border-line pt-3">
          <p className="mb-1.5 text-2xs font-medium text-muted">Compare with</p>
          <Segmented
            label="Compare with"
            value={compare}
            onChange={(value) => set({ compare: value })}
            options={COMPARE_OPTIONS}
          />
          <p className="mt-2 flex items-center gap-1 text-2xs text-muted">
            <Globe2 className="size-3" aria-hidden />
            {zoneSentence(zone, new Date())}
          </p>
        </div>
      </div>
    </Popover>
  );
}
