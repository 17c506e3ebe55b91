import { useEffect, useRef } from 'react';
import type { DuplicatePair } from '#contract/duplicates.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { cn } from '../../ui/cn.ts';
import { age, dec, money } from '../../ui/format.ts';
import { leadName } from '../leads/lead-cells.tsx';
import { sureText } from './words.ts';

export const pairId = ({ a, b }: DuplicatePair) => `${a.id}.${b.id}`;

/** The queue: one line a pair, surest or dearest first. */
export function PairList({
  pairs,
  open,
  onOpen,
  currency,
  timeZone,
  more,
}: {
  pairs: readonly DuplicatePair[];
  open: string | undefined;
  onOpen: (id: string) => void;
  currency: string;
  timeZone: string;
  more: (() => void) | undefined;
}) {
  const current = useRef<HTMLLIElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another pair that is open is to be seen.
  useEffect(() => {
    current.current?.scrollIntoView({ block: 'nearest' });
  }, [open]);
  const now = Date.now();
  return (
    <ul aria-label="Pairs">
      {pairs.map((pair) => {
        const id = pairId(pair);
        const on = id === open;
        return (
          <li key={id} ref={on ? current : undefined} className="border-b border-line last:border-b-0">
            <button
              type="button"
              aria-current={on ? 'true' : undefined}
              onClick={() => onOpen(id)}
              className={cn(
                'grid w-full grid-cols-[1fr_auto] gap-x-3 border-l-2 px-3 py-2 text-left',
                on ? 'border-l-accent bg-accent-soft' : 'border-l-transparent hover:bg-hover',
              )}
            >
              <span className="min-w-0">
                <span className="block truncate text-sm font-medium text-ink">{leadName(pair.a)}</span>
                <span className="block truncate text-xs text-body">{leadName(pair.b)}</span>
                <span className="block truncate text-2xs text-muted">
                  {pair.a.source}
                  {pair.a.source !== pair.b.source && ` and ${pair.b.source}`} · {age(pair.b.created_at, now, timeZone)}
                </span>
              </span>
              <span className="flex flex-col items-end gap-1">
                <Badge tone={pair.band === 'auto' ? 'dup' : 'muted'}>{sureText(pair.probability)}</Badge>
                <span className="num text-2xs text-muted">{dec(pair.weight_bits)} bits</span>
                {pair.paid_minor ? (
                  <span className="num text-2xs text-muted">{money(pair.paid_minor, currency)}</span>
                ) : null}
              </span>
            </button>
          </li>
        );
      })}
      {more && (
        <li className="p-2 text-center">
          <Button size="sm" onClick={more}>
            Show more pairs
          </Button>
        </li>
      )}
    </ul>
  );
}
