import { X } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { cn } from './cn.ts';

/** Several short values in one field: Enter or a comma adds what was typed, Backspace takes the last one back. */
export function TagInput({
  label,
  hint,
  error,
  value,
  onChange,
  parse = (text) => text,
  show = (one) => one,
  placeholder,
  suggestions = [],
  className,
}: {
  label: string;
  hint?: ReactNode;
  error?: string;
  value: readonly string[];
  onChange: (value: string[]) => void;
  /** The value of what was typed; undefined when there is none, and the text stays to be mended. */
  parse?: (text: string) => string | undefined;
  show?: (value: string) => string;
  placeholder?: string;
  /** What the browser offers while somebody types. */
  suggestions?: readonly string[];
  className?: string;
}) {
  const id = useId();
  const [text, setText] = useState('');
  const [refused, setRefused] = useState(false);
  const commit = (typed: string) => {
    const pieces = typed
      .split(',')
      .map((piece) => piece.trim())
      .filter(Boolean);
    const parsed = pieces.map(parse);
    const bad = pieces.filter((_, i) => parsed[i] === undefined);
    const good = parsed.filter((one) => one !== undefined);
    if (good.length > 0) onChange([...new Set([...value, ...good])]);
    setText(bad.join(', '));
    setRefused(bad.length > 0);
  };
  const note = error ?? (refused ? `“${text}” is not known.` : hint);
  return (
    <div className={cn('grid min-w-0 content-start gap-1', className)}>
      <label htmlFor={id} className="text-xs font-medium text-ink">
        {label}
      </label>
      <div className="flex min-h-8 flex-wrap items-center gap-1 rounded-md border border-control bg-panel p-1 focus-within:outline-2 focus-within:outline-offset-1 focus-within:outline-focus has-aria-invalid:border-bad-solid coarse:min-h-11">
        {value.map((one) => (
          <span
            key={one}
            className="inline-flex h-6 max-w-full items-center gap-0.5 rounded-[5px] bg-hover pl-1.5 text-xs text-ink coarse:h-9"
          >
            <span className="truncate">{show(one)}</span>
            <button
              type="button"
              aria-label={`Remove ${show(one)}`}
              onClick={() => onChange(value.filter((other) => other !== one))}
              className="grid size-6 place-items-center rounded text-muted hover:text-ink coarse:size-9"
            >
              <X className="size-3" />
            </button>
          </span>
        ))}
        <input
          id={id}
          value={text}
          list={suggestions.length > 0 ? `${id}-list` : undefined}
          placeholder={value.length === 0 ? placeholder : undefined}
          aria-invalid={error || refused ? true : undefined}
          aria-describedby={note ? `${id}-note` : undefined}
          className="h-6 min-w-16 flex-1 bg-transparent px-1.5 text-sm text-ink outline-none placeholder:text-muted coarse:h-9 coarse:text-lg"
          onChange={(event) => {
            setRefused(false);
            if (event.target.value.includes(',')) commit(event.target.value);
            else setText(event.target.value);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && text.trim() !== '') {
              event.preventDefault();
              commit(text);
            } else if (event.key === 'Backspace' && text === '' && value.length > 0) onChange(value.slice(0, -1));
          }}
          onBlur={() => commit(text)}
        />
      </div>
      {suggestions.length > 0 && (
        <datalist id={`${id}-list`}>
          {suggestions.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
      )}
      {note && (
        <p id={`${id}-note`} className={cn('text-2xs', error || refused ? 'text-bad' : 'text-muted')}>
          {note}
        </p>
      )}
    </div>
  );
}
