import { X } from 'lucide-react';

export function FilterChip({ label, value, onClear }: { label: string; value: string; onClear: () => void }) {
  return (
    <span className="inline-flex h-7 max-w-72 items-center gap-1 rounded-md border border-accent-line bg-accent-soft pl-2 text-xs text-accent-ink coarse:h-10">
      <span className="opacity-80">{label}</span>
      <span className="truncate font-medium">{value}</span>
      <button
        type="button"
        aria-label={`Remove filter ${label}`}
        onClick={onClear}
        className="grid size-6 place-items-center rounded hover:bg-accent-line/50"
      >
        <X className="size-3" />
      </button>
    </span>
  );
}
