/** Runs of known values with their places: a line is drawn through each run and never across a gap. */
export function segments(values: readonly (number | null)[]): [place: number, value: number][][] {
  const runs: [number, number][][] = [];
  let run: [number, number][] = [];
  values.forEach((value, i) => {
    if (value === null) run = [];
    else {
      if (run.length === 0) runs.push(run);
      run.push([i, value]);
    }
  });
  return runs;
}
