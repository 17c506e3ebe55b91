import { type ComponentProps, useState } from 'react';
import { cn } from './cn.ts';
import { inputClass } from './field.tsx';

/** A number as it is typed: half-typed text stays, and counts as NaN, so that nobody saves it. */
export function NumberInput({
  value,
  onChange,
  className,
  ...props
}: Omit<ComponentProps<'input'>, 'value' | 'onChange' | 'type'> & {
  value: number;
  onChange: (value: number) => void;
}) {
  const [text, setText] = useState(Number.isNaN(value) ? '' : String(value));
  const [seen, setSeen] = useState(value);
  // Another value from outside replaces the text; the one that was typed here does not.
  if (!Object.is(seen, value)) {
    setSeen(value);
    if (!Object.is(parse(text), value)) setText(Number.isNaN(value) ? '' : String(value));
  }
  return (
    <input
      inputMode="decimal"
      value={text}
      aria-invalid={Number.isNaN(parse(text)) ? true : undefined}
      onChange={(event) => {
        setText(event.target.value);
        onChange(parse(event.target.value));
      }}
      className={cn(inputClass, 'num', className)}
      {...props}
    />
  );
}

function parse(text: string): number {
  const plain = text.trim().replace(',', '.').replace('−', '-');
  return plain === '' ? Number.NaN : Number(plain);
}
