import { DayPicker } from 'react-day-picker';

// The calendar works in local dates; only year, month and day cross this border.
const local = (date: string) => {
  const [year = 1970, month = 1, day = 1] = date.split('-').map(Number);
  return new Date(year, month - 1, day);
};
const iso = (date: Date) =>
  `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`;

// The label holds the number as it is seen (WCAG 2.5.3); the library's own writes "6th".
const spoken = new Intl.DateTimeFormat('en-US', { weekday: 'long', month: 'long', day: 'numeric', year: 'numeric' });
const labels = { labelDayButton: (date: Date) => spoken.format(date) };

const classNames = {
  root: 'relative',
  months: 'flex gap-4',
  month_caption: 'flex h-7 items-center text-sm font-semibold text-ink',
  nav: 'absolute right-0 top-0 flex gap-1',
  button_previous: 'grid size-7 place-items-center rounded-md hover:bg-hover coarse:size-10',
  button_next: 'grid size-7 place-items-center rounded-md hover:bg-hover disabled:opacity-40 coarse:size-10',
  chevron: 'size-4 fill-current',
  month_grid: 'mt-1 border-collapse',
  weekday: 'size-8 text-2xs font-medium text-muted',
  day: 'num p-0 text-center text-xs text-body',
  day_button: 'size-8 rounded-md hover:bg-hover outline-offset-0 coarse:size-10',
  outside: '!text-muted',
  disabled: 'opacity-40',
  today: 'font-semibold',
  range_middle: 'bg-accent-soft',
  range_start: 'rounded-l-md bg-accent-soft [&>button]:bg-accent [&>button]:text-on-accent',
  range_end: 'rounded-r-md bg-accent-soft [&>button]:bg-accent [&>button]:text-on-accent',
};

export function Calendar({
  from,
  to,
  today,
  onChange,
}: {
  from: string;
  to: string;
  today: string;
  onChange: (from: string, to: string) => void;
}) {
  return (
    <DayPicker
      mode="range"
      selected={{ from: local(from), to: local(to) }}
      defaultMonth={local(to)}
      today={local(today)}
      disabled={{ after: local(today) }}
      weekStartsOn={1}
      showOutsideDays
      classNames={classNames}
      labels={labels}
      onSelect={(range) => range?.from && onChange(iso(range.from), iso(range.to ?? range.from))}
    />
  );
}
