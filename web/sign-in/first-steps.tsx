import { Stepper } from '../ui/stepper.tsx';

/** The way of a new installation to its first numbers. */
export const FirstSteps = ({ current }: { current: 0 | 1 | 2 }) => (
  <Stepper label="Set-up" steps={['Account', 'Client', 'Leads']} current={current} />
);
