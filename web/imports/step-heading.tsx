import { useEffect, useRef } from 'react';
import { Stepper } from '../ui/stepper.tsx';

const STEPS = ['File', 'Columns', 'Check'];

/**
 * Where one is on the way to an import. `entered` is false for the step that the page itself opened with. Each step has a
 * heading of its own, by its `key`: one that comes takes the focus.
 */
export function StepHeading({ current, entered = true }: { current: number; entered?: boolean }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // The button that led here is gone, and the focus with it.
    if (entered) heading.current?.focus({ preventScroll: true });
  }, [entered]);
  return (
    <div>
      <Stepper label="Import" steps={STEPS} current={current} />
      <h2 ref={heading} tabIndex={-1} className="sr-only">
        Step {current + 1} of {STEPS.length}: {STEPS[current]}
      </h2>
    </div>
  );
}
