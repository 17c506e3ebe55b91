/** What a journey through an absorbing chain brings on average, from its start. */

export interface AbsorbingChain {
  /** By state, the start first. Whatever chance is left over ends the journey without a conversion. */
  rows: {
    /** Chance that the next step is a conversion, and the value it brings on average. */
    conversions: number;
    value: number;
    /** Steps to other states by touching a channel, with their chance. */
    edges: { to: number; channel: number; chance: number }[];
  }[];
}

export interface Reward {
  conversions: number;
  value: number;
}

/** Up to so many states elimination is quicker than repetition, and has no end to wait for. */
const ELIMINATED_STATES_MAX = 300;
const PRECISION = 1e-15;
const SWEEPS_MAX = 100_000;

/** Expected conversions and value of one journey when every step into the channel `removed` ends it. */
export function expectedReward(chain: AbsorbingChain, removed: number | undefined): Reward {
  return chain.rows.length <= ELIMINATED_STATES_MAX ? eliminate(chain, removed) : repeat(chain, removed);
}

/**
 * Solves (I - Q) x = r by elimination without pivoting, from the last state to the start: I - Q of an absorbing chain
 * is diagonally dominant, so no pivot vanishes and the rounding stays small.
 */
function eliminate({ rows }: AbsorbingChain, removed: number | undefined): Reward {
  const size = rows.length;
  const width = size + 2;
  const matrix = new Float64Array(size * width);
  rows.forEach(({ conversions, value, edges }, row) => {
    matrix[row * width + row] = 1;
    for (const { to, channel, chance } of edges) if (channel !== removed) subtract(matrix, row * width + to, chance);
    matrix[row * width + size] = conversions;
    matrix[row * width + size + 1] = value;
  });
  for (let pivot = size - 1; pivot > 0; pivot--) {
    const from = pivot * width;
    const diagonal = matrix[from + pivot] ?? 1;
    for (let row = 0; row < pivot; row++) {
      const to = row * width;
      const factor = (matrix[to + pivot] ?? 0) / diagonal;
      if (factor === 0) continue;
      for (let column = 0; column < pivot; column++)
        subtract(matrix, to + column, factor * (matrix[from + column] ?? 0));
      subtract(matrix, to + size, factor * (matrix[from + size] ?? 0));
      subtract(matrix, to + size + 1, factor * (matrix[from + size + 1] ?? 0));
    }
  }
  const start = matrix[0] ?? 1;
  return { conversions: (matrix[size] ?? 0) / start, value: (matrix[size + 1] ?? 0) / start };
}

function subtract(matrix: Float64Array, at: number, amount: number): void {
  matrix[at] = (matrix[at] ?? 0) - amount;
}

/** Gauss-Seidel: repeats the equations until nothing moves. Steps of a state to itself are solved at once. */
function repeat({ rows }: AbsorbingChain, removed: number | undefined): Reward {
  const conversions = new Float64Array(rows.length);
  const value = new Float64Array(rows.length);
  const most = Math.max(1, ...rows.map((row) => Math.abs(row.value)));
  for (let sweep = 0; sweep < SWEEPS_MAX; sweep++) {
    let moved = 0;
    for (let state = rows.length - 1; state >= 0; state--) {
      const row = rows[state];
      if (row === undefined) continue;
      let [stays, converts, earns] = [0, row.conversions, row.value];
      for (const { to, channel, chance } of row.edges) {
        if (channel === removed) continue;
        if (to === state) stays += chance;
        else {
          converts += chance * (conversions[to] ?? 0);
          earns += chance * (value[to] ?? 0);
        }
      }
      const [nextConversions, nextValue] = [converts / (1 - stays), earns / (1 - stays)];
      moved = Math.max(moved, Math.abs(nextConversions - (conversions[state] ?? 0)));
      moved = Math.max(moved, Math.abs(nextValue - (value[state] ?? 0)) / most);
      conversions[state] = nextConversions;
      value[state] = nextValue;
    }
    if (moved <= PRECISION) return { conversions: conversions[0] ?? 0, value: value[0] ?? 0 };
  }
  throw new Error(`The chain did not settle in ${SWEEPS_MAX} sweeps.`);
}
