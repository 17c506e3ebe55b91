import type { ColumnGuess, DateOrder, ImportPreview } from '#contract/import.ts';
import { Badge, type Tone } from '../ui/badge.tsx';
import { pct } from '../ui/format.ts';
import { Select } from '../ui/select.tsx';
import type { Draft } from './draft.ts';
import { sentence } from './reason-words.ts';
import { COLUMN_TARGET_OPTIONS, DATE_ORDERS, optionsOf, targetWord } from './target-words.ts';

/** One column of the file: its values, what it is taken for and why, and how its dates are read. */
export function ColumnRow({ column, draft }: { column: ImportPreview['columns'][number]; draft: Draft }) {
  const { preview, mapping } = draft;
  const mapped = mapping.columns.find((one) => one.column === column.column);
  if (!mapped) return null;
  const dates = preview.dates.find((one) => one.column === column.column);
  const chosen = mapped.target !== column.guess.target;
  const problems = preview.problems.filter(({ field }) => field === mapped.target || field === column.header);
  const first = problems[0];
  return (
    <li className="grid gap-x-4 gap-y-2 px-4 py-3 md:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
      <div className="min-w-0">
        <p className="truncate text-sm font-medium text-ink" title={column.header}>
          {column.header}
        </p>
        <p className="truncate font-mono text-2xs leading-5 text-muted" title={column.examples.join('\n')}>
          {column.examples.filter(Boolean).slice(0, 4).join(' · ') || 'No values in the rows looked at'}
        </p>
      </div>
      <div className="grid min-w-0 gap-1.5">
        <div className="flex min-w-0 flex-wrap items-center gap-2">
          <Select
            aria-label={`Meaning of ${column.header}`}
            className="min-w-44 flex-1"
            options={COLUMN_TARGET_OPTIONS}
            value={mapped.target}
            onChange={(target) => draft.setColumn(column.column, { target })}
          />
          {dates && (
            <Select
              aria-label={`Order of the dates in ${column.header}`}
              className="min-w-40 flex-1"
              options={optionsOf(DATE_ORDERS)}
              value={mapped.date_order ?? 'auto'}
              onChange={(date_order: DateOrder) => draft.setColumn(column.column, { date_order })}
            />
          )}
        </div>
        <p className="flex min-w-0 items-start gap-1.5 text-2xs text-muted">
          <Sureness guess={column.guess} chosen={chosen} remembered={preview.remembered} />
          <span className="min-w-0 flex-1 py-0.5">
            {chosen && !preview.remembered ? `Guessed was ${targetWord(guessWord(column.guess))}.` : column.guess.why}
            {dates && ` ${dates.why}`}
          </span>
        </p>
        {first && (
          <p className="text-2xs text-warn">
            {sentence(first.message)}
            {problems.length > 1 && ` And ${problems.length - 1} more kinds of problem.`}
          </p>
        )}
      </div>
    </li>
  );
}

const guessWord = ({ target }: ColumnGuess) =>
  target === 'custom' ? 'a custom field' : target === 'ignore' ? 'nothing' : target;

function Sureness({ guess, chosen, remembered }: { guess: ColumnGuess; chosen: boolean; remembered: boolean }) {
  if (remembered) return <Badge>As last time</Badge>;
  if (chosen) return <Badge tone="accent">Your choice</Badge>;
  if (guess.target === 'custom' || guess.target === 'ignore') return <Badge>No field found</Badge>;
  const [tone, word]: [Tone, string] =
    guess.confidence >= 0.9 ? ['good', 'Sure'] : guess.confidence >= 0.7 ? ['muted', 'Likely'] : ['warn', 'A guess'];
  return (
    <Badge tone={tone}>
      {word}, {pct(guess.confidence, 0)}
    </Badge>
  );
}
