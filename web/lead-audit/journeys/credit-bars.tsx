import { paths } from '../../paths.ts';
import { AppLink } from '../../shell/app-link.tsx';

interface Value {
  value: number | null;
  low?: number | null | undefined;
  high?: number | null | undefined;
  text: string;
}

export interface CreditRow {
  key: string;
  label: string;
  /** The leads behind it; absent where a row gathers many keys. */
  search: Record<string, string> | undefined;
  values: readonly Value[];
}

const COLORS = ['c1', 'c2'];

/** One bar per model and key, all on one scale, with the 95 % interval as a line across its end. */
export function CreditBars({ models, rows }: { models: readonly string[]; rows: readonly CreditRow[] }) {
  const most = Math.max(
    1e-9,
    ...rows.flatMap(({ values }) => values.map(({ value, high }) => Math.max(value ?? 0, high ?? 0))),
  );
  return (
    <div>
      <p className="mb-2 flex flex-wrap gap-x-4 gap-y-1 text-xs text-body">
        {models.map((name, index) => (
          <span key={name} className="inline-flex items-center gap-1.5">
            <i className="size-2 rounded-[2px]" style={{ background: `var(--${COLORS[index]})` }} aria-hidden />
            {name}
          </span>
        ))}
        <span className="text-muted">line: 95 % interval</span>
      </p>
      <ul className="space-y-2.5">
        {rows.map((row) => (
          <li key={row.key} className="grid grid-cols-[84px_1fr] items-center gap-x-3 md:grid-cols-[160px_1fr]">
            <span className="truncate text-xs text-ink">
              {row.search ? (
                <AppLink to={paths.leads} search={row.search} className="hover:underline">
                  {row.label}
                </AppLink>
              ) : (
                row.label
              )}
            </span>
            <span className="grid gap-1">
              {row.values.map((value, index) => (
                <Bar
                  key={models[index]}
                  name={models[index] ?? ''}
                  value={value}
                  most={most}
                  color={COLORS[index] ?? 'c1'}
                />
              ))}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Bar({ name, value, most, color }: { name: string; value: Value; most: number; color: string }) {
  const part = (x: number) => `${Math.max(0, Math.min(1, x / most)) * 100}%`;
  const { value: amount, low, high, text } = value;
  return (
    <span className="flex items-center gap-2">
      <span className="relative h-3.5 flex-1 rounded-[3px] bg-sunken" aria-hidden>
        <span
          className="absolute inset-y-0 left-0 rounded-[3px]"
          style={{ width: part(amount ?? 0), background: `var(--${color})` }}
        />
        {low != null && high != null && (
          <span
            className="absolute top-1/2 h-px -translate-y-1/2 border-t-2 border-ink"
            style={{ left: part(low), width: `max(2px, calc(${part(high)} - ${part(low)}))` }}
          />
        )}
      </span>
      <span className="num w-16 text-right text-xs font-medium text-ink">
        <span className="sr-only">{name}: </span>
        {text}
      </span>
    </span>
  );
}
