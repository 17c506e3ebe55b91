/** Where a function of few numbers is least. */

/** The least point of a function with one valley between two ends, by golden section, to about `tolerance`. */
export function minimumBetween(low: number, high: number, f: (x: number) => number, tolerance = 1e-9): number {
  const golden = (Math.sqrt(5) - 1) / 2;
  let [a, b] = [low, high];
  let [c, d] = [b - golden * (b - a), a + golden * (b - a)];
  let [fc, fd] = [f(c), f(d)];
  while (b - a > tolerance) {
    if (fc < fd) [b, d, fd, c, fc] = [d, c, fc, d - golden * (d - a), Number.NaN];
    else [a, c, fc, d, fd] = [c, d, fd, c + golden * (b - c), Number.NaN];
    if (Number.isNaN(fc)) fc = f(c);
    if (Number.isNaN(fd)) fd = f(d);
  }
  return (a + b) / 2;
}

/** Nelder and Mead 1965, Computer Journal 7, 308-313: the least point found from `start`, without derivatives. */
export function minimumNear(start: readonly number[], f: (x: readonly number[]) => number, rounds = 400): number[] {
  const corner = (x: readonly number[]) => ({ x, value: f(x) });
  const simplex = [
    corner(start),
    ...start.map((_, i) => corner(start.map((v, j) => (i === j ? v + (v === 0 ? 0.1 : 0.1 * v) : v)))),
  ];
  const blend = (a: readonly number[], b: readonly number[], t: number) => a.map((v, i) => v + t * ((b[i] ?? 0) - v));
  for (let round = 0; round < rounds; round++) {
    simplex.sort((a, b) => a.value - b.value);
    const [best, worst] = [simplex[0], simplex[simplex.length - 1]];
    const second = simplex[simplex.length - 2];
    if (!best || !worst || !second || worst.value - best.value <= 1e-12 * Math.abs(best.value)) break;
    const others = simplex.slice(0, -1);
    const centre = start.map((_, i) => others.reduce((sum, { x }) => sum + (x[i] ?? 0), 0) / others.length);
    const reflected = corner(blend(centre, worst.x, -1));
    let next = reflected;
    if (reflected.value < best.value) {
      const expanded = corner(blend(centre, worst.x, -2));
      if (expanded.value < reflected.value) next = expanded;
    } else if (reflected.value >= second.value) {
      next = corner(blend(centre, reflected.value < worst.value ? reflected.x : worst.x, 0.5));
      if (next.value >= Math.min(reflected.value, worst.value)) {
        for (const [i, { x }] of simplex.entries()) if (i > 0) simplex[i] = corner(blend(best.x, x, 0.5));
        continue;
      }
    }
    simplex[simplex.length - 1] = next;
  }
  return [...(simplex.sort((a, b) => a.value - b.value)[0]?.x ?? start)];
}
