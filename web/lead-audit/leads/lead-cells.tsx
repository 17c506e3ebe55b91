import type { ConversionStatus, Lead, ValidationStatus } from '#contract/lead.ts';
import { Badge, Status } from '../../ui/badge.tsx';
import { cn } from '../../ui/cn.ts';
import { flagWord } from '../check-words.ts';
import { CONVERSION, VALIDATION } from '../lead-words.ts';

/** What stands for a lead in a list: its name, else its e-mail or phone. */
export const leadName = (lead: Lead): string => lead.name || lead.email || lead.phone || 'No name';

export const ValidationMark = ({ status }: { status: ValidationStatus }) => (
  <Status tone={VALIDATION[status].tone} hollow={status === 'pending'}>
    {VALIDATION[status].label}
  </Status>
);

export function StageMark({ stage }: { stage: ConversionStatus }) {
  const { label, step } = CONVERSION[stage];
  return (
    <span className="flex items-center gap-2 text-body">
      <span className="flex gap-0.5" aria-hidden>
        {[1, 2, 3, 4].map((i) => (
          <i
            key={i}
            className={cn(
              'h-2.5 w-1 rounded-[1px]',
              step >= i ? (step === 4 ? 'bg-good-solid' : 'bg-c1') : 'bg-line-strong',
            )}
          />
        ))}
      </span>
      {label}
    </span>
  );
}

/** The failed checks, worst first. */
export function FlagList({ flags, max = 2 }: { flags: readonly string[]; max?: number }) {
  const rest = flags.slice(max);
  return (
    <span className="flex gap-1 overflow-hidden">
      {flags.slice(0, max).map((id) => {
        const { label, tone } = flagWord(id);
        return (
          <Badge key={id} tone={tone}>
            {label}
          </Badge>
        );
      })}
      {rest.length > 0 && (
        <span title={rest.map((id) => flagWord(id).label).join(', ')}>
          <Badge>
            +{rest.length}
            <span className="sr-only">{'\u00a0'}more</span>
          </Badge>
        </span>
      )}
    </span>
  );
}
