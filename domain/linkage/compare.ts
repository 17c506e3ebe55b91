/** Into which level of each comparison a pair of records falls. */
import { damerauLevenshtein, jaroWinkler } from './similarity.ts';
import type { Comparison, Condition, LinkageFields, LinkageSpec } from './spec.ts';

/** The gammas of a pair, in the order of the comparisons; see `Comparison`. The same as the engine's. */
export function gammasOf(spec: LinkageSpec, a: LinkageFields, b: LinkageFields): number[] {
  return spec.comparisons.map((comparison) => gammaOf(comparison, a, b));
}

function gammaOf({ missing, levels }: Comparison, a: LinkageFields, b: LinkageFields): number {
  if (holds(missing, a, b)) return -1;
  const level = levels.findIndex(({ when }) => holds(when, a, b));
  return level < 0 ? levels.length : level;
}

function holds(condition: Condition, a: LinkageFields, b: LinkageFields): boolean {
  switch (condition.is) {
    case 'all':
      return condition.of.every((part) => holds(part, a, b));
    case 'any':
      return condition.of.some((part) => holds(part, a, b));
    case 'crossed': {
      const [one, other] = condition.fields;
      return Boolean(a[one] && a[other]) && a[one] === b[other] && a[other] === b[one];
    }
    default:
      return fieldHolds(condition, a[condition.field] ?? '', b[condition.field] ?? '');
  }
}

function fieldHolds(condition: Extract<Condition, { field: string }>, left: string, right: string): boolean {
  if (left === '' || right === '') return condition.is === 'missing';
  switch (condition.is) {
    case 'missing':
      return false;
    case 'equal':
      return left === right;
    case 'similar':
      return jaroWinkler(left, right) >= condition.atLeast;
    case 'edits':
      return damerauLevenshtein(left, right) <= condition.atMost;
    case 'shared': {
      const words = right.split(' ');
      return left.split(' ').some((word) => words.includes(word));
    }
    case 'initial':
      return lettersOf(left) === 1 ? right.startsWith(left) : lettersOf(right) === 1 && left.startsWith(right);
    case 'long':
      return lettersOf(left) >= condition.letters && lettersOf(right) >= condition.letters;
  }
}

/** Code points, as the engine counts them. */
function lettersOf(text: string): number {
  return [...text].length;
}
