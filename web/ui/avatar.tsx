const COLORS = ['#2e4ccc', '#04786b', '#96417f', '#8a5a00', '#b3261e', '#3f4a5c'];

/** Two letters of a name. */
export const initials = (name: string) =>
  name
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => word[0] ?? '')
    .filter((_, index, all) => index === 0 || index === all.length - 1)
    .join('')
    .toUpperCase();

/** One of the fixed colours, the same for the same text. */
export function colorOf(text: string): string {
  let hash = 0;
  for (const char of text) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) >>> 0;
  return COLORS[hash % COLORS.length] ?? '#3f4a5c';
}

export function Avatar({ name, size = 20, square }: { name: string; size?: number; square?: boolean }) {
  return (
    // The letters are drawn by CSS: they repeat the name and are no part of any button's label.
    <span
      className={`inline-grid shrink-0 place-items-center font-semibold text-white select-none before:content-[attr(data-letters)] ${square ? 'rounded-md' : 'rounded-full'}`}
      style={{ background: colorOf(name), width: size, height: size, fontSize: size * 0.42 }}
      data-letters={square ? initials(name).slice(0, 1) : initials(name)}
      aria-hidden
    />
  );
}
