/** What the rows of a rule builder need to know beside their rule. */
import { createContext, useContext } from 'react';
import type { Option } from '../../ui/select.tsx';

export interface BuilderContext {
  /** Known values of a text field, for suggestions; undefined where none are known. */
  values: (field: string) => readonly Option[] | undefined;
  checks: readonly Option[];
  /** The other segments of the client. */
  segments: readonly Option[];
  /** What the server says is wrong with the rule at a path such as `rules.rules.2`. */
  errorAt: (path: string) => string | undefined;
}

export const Builder = createContext<BuilderContext>({
  values: () => undefined,
  checks: [],
  segments: [],
  errorAt: () => undefined,
});
export const useBuilder = () => useContext(Builder);
