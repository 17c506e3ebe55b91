/** The lowest point of a smooth function of a few numbers, by the simplex of Nelder and Mead (1965). */
export function minimise(
  of: (at: readonly number[]) => number,
  start: readonly number[],
  { steps = 2_000, precision = 1e-12 } = {},
): { at: number[]; value: number } {
  const point = (at: number[]) => ({ at, value: of(at) });
  let simplex = [start, ...start.map((_, axis) => start.map((x, index) => (index === axis ? x + 0.5 : x)))].map((at) =>
    point([...at]),
  );
  for (let step = 0; step < steps; step++) {
    simplex.sort((a, b) => a.value - b.value);
    const [best, worst] = [simplex[0], simplex.at(-1)];
    if (best === undefined || worst === undefined) break;
    const width = Math.max(...worst.at.map((x, axis) => Math.abs(x - (best.at[axis] ?? x))));
    if (worst.value - best.value <= precision * (Math.abs(best.value) + precision) && width < 1e-7) break;
    const others = simplex.slice(0, -1);
    const centre = start.map((_, axis) => others.reduce((sum, { at }) => sum + (at[axis] ?? 0), 0) / others.length);
    const along = (factor: number) => point(centre.map((x, axis) => x + factor * ((worst.at[axis] ?? x) - x)));
    const mirrored = along(-1);
    const second = others.at(-1)?.value ?? best.value;
    let next = mirrored;
    if (mirrored.value < best.value) {
      const further = along(-2);
      next = further.value < mirrored.value ? further : mirrored;
    } else if (mirrored.value >= second) {
      next = mirrored.value < worst.value ? along(-0.5) : along(0.5);
      if (next.value >= Math.min(mirrored.value, worst.value)) {
        simplex = simplex.map(({ at }) => point(at.map((x, axis) => ((best.at[axis] ?? x) + x) / 2)));
        continue;
      }
    }
    simplex = [...others, next];
  }
  simplex.sort((a, b) => a.value - b.value);
  return simplex[0] ?? point([...start]);
}
