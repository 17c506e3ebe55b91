import { useState } from 'react';
import { Dialog } from '../ui/dialog.tsx';
import { Kbd, MOD_KEY, SHIFT_KEY } from '../ui/kbd.tsx';
import { useHasPage } from './app-link.tsx';
import { lettersOn, setLettersOn } from './hotkeys.ts';
import { ALL_PAGES } from './nav.ts';

const ANYWHERE: [string[], string][] = [
  [[MOD_KEY, 'K'], 'Search or jump to anything'],
  [[MOD_KEY, SHIFT_KEY, 'L'], 'Switch between light and dark'],
  [['F6'], 'Go to a message, to undo what it tells'],
  [['?'], 'This list'],
];
const LEADS: [string[], string][] = [
  [['↑', '↓'], 'Move (also K and J)'],
  [['Enter'], 'Open the lead'],
  [['X'], 'Select or deselect'],
  [['['], 'Previous lead, while one is open'],
  [[']'], 'Next lead, while one is open'],
  [['Esc'], 'Close the lead, then clear the selection'],
  [['/'], 'Search in the list'],
];

function Keys({ title, list }: { title: string; list: [string[], string][] }) {
  return (
    <section className="mb-4">
      <h3 className="mb-1 text-xs font-semibold">{title}</h3>
      <dl>
        {list.map(([keys, what]) => (
          <div key={what} className="flex min-h-8 items-center justify-between border-t border-line text-sm">
            <dt className="text-body">{what}</dt>
            <dd className="flex gap-1">
              {keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

export function KeysDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const hasPage = useHasPage();
  const [letters, setLetters] = useState(lettersOn);
  const pages = ALL_PAGES.filter((page) => hasPage(page.to)).map((page): [string[], string] => [
    ['G', page.key],
    `${page.module}: ${page.label}`,
  ]);
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keys">
      <Keys title="Anywhere" list={ANYWHERE} />
      <Keys title="Go to" list={pages} />
      <Keys title="In the list of leads" list={LEADS} />
      <label className="flex min-h-8 items-center gap-2 text-sm text-body">
        <input
          type="checkbox"
          className="row-check"
          checked={letters}
          onChange={(event) => {
            setLetters(event.target.checked);
            setLettersOn(event.target.checked);
          }}
        />
        Single letters work as keys
      </label>
    </Dialog>
  );
}
