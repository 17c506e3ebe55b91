/** A value with its 95 % interval on a common scale; it stands under a number, so readers of screens skip it. */
export function IntervalBar({
  value,
  low,
  high,
  max,
  tone,
}: {
  value: number;
  low?: number | null;
  high?: number | null;
  max: number;
  tone: 'body' | 'bad';
}) {
  const part = (x: number) => `${Math.max(0, Math.min(1, x / (max || 1))) * 100}%`;
  const color = tone === 'bad' ? 'bg-bad-solid' : 'bg-c1';
  return (
    <span className="relative block h-1 w-full rounded-full bg-line" aria-hidden>
      <span className={`absolute inset-y-0 left-0 rounded-full ${color} opacity-45`} style={{ width: part(value) }} />
      {low != null && high != null && (
        <span
          className={`absolute -inset-y-px rounded-full ${color}`}
          style={{ left: part(low), width: `max(2px, calc(${part(high)} - ${part(low)}))` }}
        />
      )}
    </span>
  );
}
