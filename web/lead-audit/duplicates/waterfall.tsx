import type { WeightStep } from '#contract/duplicates.ts';
import { cn } from '../../ui/cn.ts';
import { bitsText } from './words.ts';

/** What speaks for and against two leads being one person, step by step; the last bar is the sum. */
export function Waterfall({ steps, weight }: { steps: readonly WeightStep[]; weight: number }) {
  let sum = 0;
  const sums = steps.map(({ bits }) => {
    sum += bits;
    return sum;
  });
  const low = Math.min(0, ...sums);
  const high = Math.max(0, ...sums);
  const at = (bits: number) => ((bits - low) / Math.max(1, high - low)) * 100;
  return (
    <table className="w-full border-separate border-spacing-0 text-xs">
      <caption className="sr-only">Match weight by comparison, in bits</caption>
      <tbody>
        {steps.map((step, place) => {
          const [from, to] = [sums[place - 1] ?? 0, sums[place] ?? 0];
          return (
            <Row
              key={step.comparison}
              title={step.title}
              level={step.level}
              bits={step.bits}
              left={at(Math.min(from, to))}
              width={Math.abs(at(to) - at(from))}
              zero={at(0)}
            />
          );
        })}
        <Row
          title="Match weight"
          level="The sum"
          bits={weight}
          left={at(Math.min(0, weight))}
          width={Math.abs(at(weight) - at(0))}
          zero={at(0)}
          total
        />
      </tbody>
    </table>
  );
}

function Row({
  title,
  level,
  bits,
  left,
  width,
  zero,
  total,
}: {
  title: string;
  level: string;
  bits: number;
  left: number;
  width: number;
  zero: number;
  total?: boolean;
}) {
  return (
    <tr>
      <th
        scope="row"
        className={cn(
          'w-[46%] border-t py-1.5 pr-3 text-left font-normal',
          total ? 'border-line-strong' : 'border-line',
        )}
      >
        <span className={cn('block text-ink', total ? 'font-semibold' : 'font-medium')}>{title}</span>
        <span className="block text-2xs text-muted">{level}</span>
      </th>
      <td className={cn('border-t py-1.5', total ? 'border-line-strong' : 'border-line')} aria-hidden>
        <span className="relative block h-3.5">
          <span className="absolute inset-y-0 w-px bg-line-strong" style={{ left: `${zero}%` }} />
          <span
            className={cn('absolute inset-y-0.5 min-w-0.5 rounded-[2px]', bar(bits, total))}
            style={{ left: `${left}%`, width: `${width}%` }}
          />
        </span>
      </td>
      <td
        className={cn(
          'num w-14 border-t py-1.5 pl-2 text-right font-medium whitespace-nowrap',
          total ? 'border-line-strong text-ink' : 'border-line',
          !total && (bits < 0 ? 'text-bad' : 'text-good'),
        )}
      >
        {bitsText(bits)}
        <span className="sr-only"> bits</span>
      </td>
    </tr>
  );
}

const bar = (bits: number, total?: boolean) => (total ? 'bg-accent' : bits < 0 ? 'bg-bad-solid' : 'bg-good-solid');
