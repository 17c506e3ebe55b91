/** Counts of the days to come, with intervals made from the errors the same method made on this very series. */
import { dampedTrend } from './damped.ts';
import { median } from './median.ts';
import { theta } from './theta.ts';

export interface ForecastDay {
  mean: number;
  low: number;
  high: number;
}

export interface BackTest {
  /** Forecasts made, each from a later day, and days judged by them. */
  origins: number;
  days: number;
  /** Share of the judged days that lay within the interval, which knew only errors of earlier forecasts. */
  coverage: number;
  /** Mean error by that of repeating the season before it; below 1 is better than that. */
  mase: number;
  /** Symmetric mean absolute percentage error, 0 to 200. */
  smape: number;
}

export interface Forecast {
  days: ForecastDay[];
  /** Share of days that the interval is to hold. */
  level: number;
  back_test: BackTest;
}

export interface ForecastOptions {
  period: number;
  horizon: number;
  /** 0 to 1; 0.9 by default. */
  level?: number;
}

/** Seasons that the first back-tested forecast learns from, and at most so many forecasts. */
const SEASONS_MIN = 6;
const ORIGINS_MAX = 16;
const ORIGINS_MIN = 5;
/** Older values say little of the coming ones. */
const VALUES_MAX = 1096;

/** The mean of the Theta method and of a damped trend: better than either on the M3 series. Never below zero. */
export function expected(y: readonly number[], period: number, horizon: number): number[] {
  const [a, b] = [theta(y, period, horizon), dampedTrend(y, period, horizon)];
  return a.map((mean, h) => Math.max(0, (mean + (b[h] ?? mean)) / 2));
}

/**
 * Forecast of a series of counts, oldest first. Errors of forecasts made from earlier days, in units of the root of what
 * was expected, give the width: the empirical quantile with the correction of conformal prediction (Vovk, Gammerman and
 * Shafer 2005), per week ahead. Undefined where the series is too short for that.
 */
export function forecast(series: readonly number[], options: ForecastOptions): Forecast | undefined {
  const { period, horizon, level = 0.9 } = options;
  const y = series.slice(-VALUES_MAX);
  const origins = originsOf(y.length, period, horizon);
  if (origins.length < ORIGINS_MIN || y.every((value) => value === 0)) return undefined;
  const trials = origins.map((origin) => trialOf(y, origin, period, horizon));
  const means = expected(y, period, horizon);
  const days = means.map((mean, h) => {
    const width = widthOf(trials, h, level) * unit(mean);
    return { mean, low: Math.max(0, mean - width), high: mean + width };
  });
  return { days, level, back_test: judge(y, trials, options.period, level) };
}

interface Trial {
  origin: number;
  expected: number[];
  actual: number[];
}

/** Days after which a forecast was made, oldest first: half a horizon apart, so that many kinds of days are met. */
function originsOf(n: number, period: number, horizon: number): number[] {
  const step = Math.max(1, horizon >> 1);
  const origins: number[] = [];
  for (let origin = n - horizon; origin >= SEASONS_MIN * period && origins.length < ORIGINS_MAX; origin -= step) {
    origins.push(origin);
  }
  return origins.reverse();
}

function trialOf(y: readonly number[], origin: number, period: number, horizon: number): Trial {
  return { origin, expected: expected(y.slice(0, origin), period, horizon), actual: y.slice(origin, origin + horizon) };
}

/** Counts vary with the root of their size. */
const unit = (mean: number) => Math.sqrt(Math.max(1, mean));

/** Half the width of the interval in units, from the errors of days about as far ahead. */
function widthOf(trials: readonly Trial[], ahead: number, level: number): number {
  const reach = 3;
  const errors = trials
    .flatMap(({ expected: means, actual }) =>
      actual.flatMap((value, h) =>
        Math.abs(h - ahead) <= reach ? [Math.abs(value - (means[h] ?? 0)) / unit(means[h] ?? 0)] : [],
      ),
    )
    .sort((a, b) => a - b);
  const rank = Math.min(errors.length, Math.ceil((errors.length + 1) * level));
  return errors[rank - 1] ?? 0;
}

/** Judges the newer half of the trials with widths from those before each. */
function judge(y: readonly number[], trials: readonly Trial[], period: number, level: number): BackTest {
  let [inside, days, errors, shares] = [0, 0, 0, 0];
  const from = trials.length >> 1;
  for (const [index, trial] of trials.entries()) {
    if (index < from) continue;
    // Only days that had passed when the forecast was made.
    const known = trials
      .slice(0, index)
      .map((past) => ({ ...past, actual: past.actual.slice(0, Math.max(0, trial.origin - past.origin)) }));
    for (const [h, value] of trial.actual.entries()) {
      const mean = trial.expected[h] ?? 0;
      const error = Math.abs(value - mean);
      if (error <= widthOf(known, h, level) * unit(mean)) inside++;
      errors += error;
      shares += value + mean === 0 ? 0 : (2 * error) / (value + mean);
      days++;
    }
  }
  const naive = y.slice(period).map((value, i) => Math.abs(value - (y[i] ?? 0)));
  const scale = naive.reduce((a, b) => a + b, 0) / naive.length;
  return {
    origins: trials.length - from,
    days,
    coverage: inside / days,
    mase: scale === 0 ? 0 : errors / days / scale,
    smape: (100 * shares) / days,
  };
}

/** Robust spread: the median distance from the median, on the scale of a standard deviation. */
export function spreadOf(values: readonly number[]): number {
  const middle = median(values);
  return 1.4826 * median(values.map((value) => Math.abs(value - middle)));
}
