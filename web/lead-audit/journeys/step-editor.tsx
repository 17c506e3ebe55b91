import { ArrowDown, ArrowUp, Plus, X } from 'lucide-react';
import { useRef } from 'react';
import { FUNNEL_STEPS_MAX } from '#domain/attribution/funnel.ts';
import {
  type FunnelStep,
  STEP_FIELDS,
  STEP_KINDS,
  type StepField,
  type StepKind,
} from '#domain/attribution/funnel-text.ts';
import { STEP_WORDS, stepLabel } from '#domain/attribution/funnel-words.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { inputClass } from '../../ui/field.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Select } from '../../ui/select.tsx';

const KIND_OPTIONS = STEP_KINDS.map((value) => ({ value, label: STEP_WORDS[value] }));
const WITHIN = [
  { value: 'any', label: 'any time after' },
  ...(
    [
      ['10 min', 600],
      ['1 h', 3_600],
      ['6 h', 21_600],
      ['1 day', 86_400],
      ['3 days', 259_200],
      ['7 days', 604_800],
      ['14 days', 1_209_600],
      ['30 days', 2_592_000],
    ] as const
  ).map(([label, seconds]) => ({ value: String(seconds), label })),
];

/** The steps in order: what each asks for, how soon it must follow, moved and removed by buttons. */
export function StepEditor({
  steps,
  onChange,
  className,
}: {
  steps: readonly FunnelStep[];
  onChange: (steps: FunnelStep[]) => void;
  className?: string;
}) {
  const list = useRef<HTMLOListElement>(null);
  const change = (at: number, step: FunnelStep) => onChange(steps.map((one, index) => (index === at ? step : one)));
  const move = (at: number, by: number) => {
    const next = [...steps];
    const [step] = next.splice(at, 1);
    if (step) next.splice(at + by, 0, step);
    onChange(next);
    // The focus goes with the step that moved.
    queueMicrotask(() => list.current?.children[at + by]?.querySelector('select')?.focus());
  };
  return (
    <Panel id="steps" title="Steps" meta="in this order" className={className}>
      <ol ref={list} className="grid gap-2">
        {steps.map((step, index) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: a step has no other name than its place.
            key={index}
            className="rounded-md border border-line p-2"
          >
            <div className="flex items-center gap-1">
              <span className="num w-5 shrink-0 text-xs font-medium text-muted">{index + 1}</span>
              <KindSelect step={step} index={index} onChange={(next) => change(index, next)} />
              <IconButton label={`Move step ${index + 1} up`} disabled={index === 0} onClick={() => move(index, -1)}>
                <ArrowUp />
              </IconButton>
              <IconButton
                label={`Move step ${index + 1} down`}
                disabled={index === steps.length - 1}
                onClick={() => move(index, 1)}
              >
                <ArrowDown />
              </IconButton>
              <IconButton
                label={`Remove step ${index + 1}`}
                disabled={steps.length === 1}
                onClick={() => onChange(steps.filter((_, at) => at !== index))}
              >
                <X />
              </IconButton>
            </div>
            <Conditions step={step} index={index} onChange={(next) => change(index, next)} />
          </li>
        ))}
      </ol>
      <Button
        className="mt-2"
        icon={<Plus aria-hidden />}
        disabled={steps.length >= FUNNEL_STEPS_MAX}
        onClick={() => onChange([...steps, { kinds: ['converted'], where: {} }])}
      >
        Add a step
      </Button>
    </Panel>
  );
}

/** One kind of deed, or the several that the address asks for. */
function KindSelect({
  step,
  index,
  onChange,
}: {
  step: FunnelStep;
  index: number;
  onChange: (step: FunnelStep) => void;
}) {
  const several = step.kinds.length > 1 ? step.kinds.join('|') : undefined;
  const words = stepLabel({ kinds: step.kinds, where: {} });
  return (
    <Select
      aria-label={`Step ${index + 1}`}
      className="flex-1"
      value={step.kinds.join('|')}
      onChange={(value) => onChange({ ...step, kinds: value.split('|') as StepKind[] })}
      options={[
        ...(several ? [{ value: several, label: words }] : []),
        ...(several === 'click|visit' ? [] : [{ value: 'click|visit', label: 'Clicked an ad or visited' }]),
        ...KIND_OPTIONS,
      ]}
    />
  );
}

function Conditions({
  step,
  index,
  onChange,
}: {
  step: FunnelStep;
  index: number;
  onChange: (step: FunnelStep) => void;
}) {
  const field = STEP_FIELDS.find((one) => step.where[one] !== undefined);
  const within = String(step.within ?? 'any');
  const withinOptions = WITHIN.some(({ value }) => value === within)
    ? WITHIN
    : [...WITHIN, { value: within, label: `${within} s` }];
  const setWithin = (value: string) => {
    const { within: _, ...rest } = step;
    onChange(value === 'any' ? rest : { ...rest, within: Number(value) });
  };
  return (
    <div className="mt-1.5 flex flex-wrap items-center gap-1.5 pl-6">
      <Select
        aria-label={`Condition of step ${index + 1}`}
        className="min-w-28 flex-1"
        value={field ?? 'none'}
        onChange={(value) => onChange({ ...step, where: value === 'none' ? {} : { [value as StepField]: [''] } })}
        options={[
          { value: 'none', label: 'of any kind' },
          ...STEP_FIELDS.map((value) => ({ value, label: `${value} is` })),
        ]}
      />
      {index > 0 && (
        <Select
          aria-label={`How soon step ${index + 1} follows the step before`}
          className="min-w-28 flex-1"
          value={within}
          onChange={setWithin}
          options={withinOptions}
        />
      )}
      {field && (
        <input
          aria-label={`Values of ${field} for step ${index + 1}, separated by commas`}
          placeholder="values, separated by commas"
          className={inputClass}
          defaultValue={step.where[field]?.join(', ')}
          key={`${field}:${step.where[field]?.join()}`}
          onBlur={(event) => {
            const values = event.target.value.split(',').map((value) => value.trim());
            if (values.join() !== step.where[field]?.join()) onChange({ ...step, where: { [field]: values } });
          }}
          onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
        />
      )}
    </div>
  );
}
