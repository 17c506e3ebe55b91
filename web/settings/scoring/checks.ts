/** The checks that rules may ask about, as the server names them. */
import { createContext, useContext } from 'react';
import type { Family } from '#contract/audit.ts';
import type { Scoring } from '#contract/scoring.ts';
import type { OptionGroup } from '../../ui/select.tsx';

const FAMILY_WORDS: Record<Family, string> = {
  email: 'E-mail',
  phone: 'Phone',
  name: 'Name',
  data: 'Data',
  duplicate: 'Duplicates',
  behaviour: 'Behaviour',
  ip: 'IP address',
  source: 'Source',
  consent: 'Consent',
};

export interface Checks {
  /** The title of a check; one that is gone shows its id. */
  titleOf: (id: string) => string;
  options: OptionGroup[];
}

export function checksOf(checks: Scoring['checks']): Checks {
  const titles = new Map(checks.map(({ id, title }) => [id, title]));
  return {
    titleOf: (id) => titles.get(id) ?? id,
    options: [...Map.groupBy(checks, ({ family }) => family)].map(([family, list]) => ({
      label: FAMILY_WORDS[family],
      options: list.map(({ id, title }) => ({ value: id, label: title })),
    })),
  };
}

export const ChecksContext = createContext<Checks>(checksOf([]));
export const useChecks = () => useContext(ChecksContext);
