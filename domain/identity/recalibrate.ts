/**
 * What reviewers' answers say about the match weight: a logistic curve over the weight, drawn towards the weight's own
 * meaning where answers are few.
 *
 * A Fellegi-Sunter weight with its prior is the base-2 log-odds of a match, so P = 2^w / (1 + 2^w). Where the model is
 * over- or underconfident, P = 1 / (1 + 2^-(shift + slope * w)) fits better (Platt 1999, with log-odds in bits). Both
 * numbers are estimated by maximum a posteriori: normal priors around shift 0 and slope 1 keep the curve sane while all
 * answers are alike. The prior is worth about as much as ten answers; a hundred answers overrule it.
 */

export interface Answer {
  /** Match weight in bits, prior included, when the pair was reviewed. */
  weight: number;
  same: boolean;
}

export interface Calibration {
  /** Bits added to the weight. */
  shift: number;
  /** What a bit of weight is worth. Positive. */
  slope: number;
  answers: number;
}

/** Standard deviations of the priors: bits, and per bit. */
const SHIFT_DEVIATION = 4;
const SLOPE_DEVIATION = 0.3;
const LOWEST_SLOPE = 0.05;
const STEPS = 60;
const LN2 = Math.LN2;

export const UNCALIBRATED: Calibration = { shift: 0, slope: 1, answers: 0 };

/** Probability that two leads of this weight are one person. */
export function matchProbability(weight: number, { shift, slope }: Calibration = UNCALIBRATED): number {
  return 1 / (1 + 2 ** -(shift + slope * weight));
}

/** The weight in bits at which the probability of a match reaches `probability` (between 0 and 1). */
export function weightAt(probability: number, { shift, slope }: Calibration = UNCALIBRATED): number {
  return (Math.log2(probability / (1 - probability)) - shift) / slope;
}

/**
 * Fits the curve. Answers that contradict the weights outright would turn it round; then the slope stays at the lowest
 * that is allowed, and only the shift is fitted.
 */
export function recalibrate(answers: readonly Answer[]): Calibration {
  const free = climb(answers, { shift: 0, slope: 1 }, true);
  const fit = free.slope >= LOWEST_SLOPE ? free : climb(answers, { shift: 0, slope: LOWEST_SLOPE }, false);
  return { ...fit, answers: answers.length };
}

type Curve = Pick<Calibration, 'shift' | 'slope'>;

/** Newton's method with halved steps; the objective is strictly concave, so there is one optimum. */
function climb(answers: readonly Answer[], start: Curve, slopeMoves: boolean): Curve {
  let at = start;
  for (let step = 0; step < STEPS; step++) {
    const by = newtonStep(answers, at, slopeMoves);
    let share = 1;
    let next = moved(at, by, share);
    while (logPosterior(answers, next) < logPosterior(answers, at) && share > 1e-6) {
      share /= 2;
      next = moved(at, by, share);
    }
    const gone = Math.abs(next.shift - at.shift) + Math.abs(next.slope - at.slope);
    at = next;
    if (gone < 1e-10) break;
  }
  return at;
}

const moved = (at: Curve, by: Curve, share: number): Curve => ({
  shift: at.shift - share * by.shift,
  slope: at.slope - share * by.slope,
});

function newtonStep(answers: readonly Answer[], at: Curve, slopeMoves: boolean): Curve {
  const { gradient, hessian } = slopes(answers, at);
  const [a, b, d] = hessian;
  if (!slopeMoves) return { shift: gradient[0] / a, slope: 0 };
  const determinant = a * d - b * b;
  return {
    shift: (d * gradient[0] - b * gradient[1]) / determinant,
    slope: (a * gradient[1] - b * gradient[0]) / determinant,
  };
}

/** Gradient and second derivatives of the log posterior, in nats. */
function slopes(answers: readonly Answer[], at: Curve) {
  const gradient: [number, number] = [-at.shift / SHIFT_DEVIATION ** 2, -(at.slope - 1) / SLOPE_DEVIATION ** 2];
  const hessian: [number, number, number] = [-1 / SHIFT_DEVIATION ** 2, 0, -1 / SLOPE_DEVIATION ** 2];
  for (const { weight, same } of answers) {
    const p = matchProbability(weight, { ...at, answers: 0 });
    const rest = LN2 * ((same ? 1 : 0) - p);
    gradient[0] += rest;
    gradient[1] += rest * weight;
    const curve = LN2 * LN2 * p * (1 - p);
    hessian[0] -= curve;
    hessian[1] -= curve * weight;
    hessian[2] -= curve * weight * weight;
  }
  return { gradient, hessian };
}

/** Log posterior up to a constant, in nats. */
export function logPosterior(answers: readonly Answer[], at: Curve): number {
  const prior = at.shift ** 2 / (2 * SHIFT_DEVIATION ** 2) + (at.slope - 1) ** 2 / (2 * SLOPE_DEVIATION ** 2);
  return answers.reduce((sum, { weight, same }) => {
    const bits = (at.shift + at.slope * weight) * (same ? 1 : -1);
    // log2(1 + 2^-bits), without overflow where bits is very negative.
    return sum - LN2 * (Math.max(0, -bits) + Math.log2(1 + 2 ** -Math.abs(bits)));
  }, -prior);
}
