import type { ImportPreview } from '#contract/import.ts';
import { Badge } from '../ui/badge.tsx';
import { plural } from '../ui/format.ts';
import { reasonWord, sentence } from './reason-words.ts';
import { targetWord } from './target-words.ts';

/** Problems of the preview, most frequent first; refusals and mere notes are told apart by word. */
export function ProblemList({ problems }: { problems: ImportPreview['problems'] }) {
  if (problems.length === 0)
    return <p className="px-4 pb-4 text-xs text-muted">None. Every row looked at can be stored as it is.</p>;
  return (
    <ul className="divide-y divide-line border-t border-line">
      {problems.map((problem) => (
        <li key={`${problem.reason} ${problem.field}`} className="grid gap-0.5 px-4 py-2.5">
          <p className="flex flex-wrap items-center gap-x-2 text-xs">
            <span className="font-medium text-ink">{reasonWord(problem.reason)}</span>
            {problem.field && <span className="min-w-0 truncate text-muted">{targetWord(problem.field)}</span>}
            <Badge tone={problem.rejects ? 'bad' : 'muted'} className="ml-auto">
              {problem.rejects ? `${plural(problem.rows, 'row')} refused` : `${plural(problem.rows, 'row')}, stored`}
            </Badge>
          </p>
          <p className="text-2xs text-muted [overflow-wrap:anywhere]">
            {sentence(problem.message)} First in row {problem.first_row}.
          </p>
        </li>
      ))}
    </ul>
  );
}
