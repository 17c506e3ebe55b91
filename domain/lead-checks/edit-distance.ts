/**
 * Edits between two strings: insert, delete, replace a character, or swap two neighbours, no part edited twice
 * (optimal string alignment, the restricted Damerau-Levenshtein distance).
 */
export function editDistance(a: string, b: string): number {
  const left = [...a];
  const right = [...b];
  let beforeLast: number[] = [];
  let last = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (const [row, letter] of left.entries()) {
    const current = [row + 1];
    for (const [column, other] of right.entries()) {
      const replaced = last[column]! + (letter === other ? 0 : 1);
      let cost = Math.min(replaced, last[column + 1]! + 1, current[column]! + 1);
      if (row > 0 && column > 0 && letter === right[column - 1] && left[row - 1] === other) {
        cost = Math.min(cost, beforeLast[column - 1]! + 1);
      }
      current.push(cost);
    }
    beforeLast = last;
    last = current;
  }
  return last[right.length]!;
}
