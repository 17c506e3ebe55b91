import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { anomalies, dayByDay } from './anomalies.ts';
import { levelChanges } from './changepoints.ts';
import { dampedTrend } from './damped.ts';
import { expected, forecast } from './forecast.ts';
import { stl } from './stl.ts';
import { theta } from './theta.ts';

/** R 4.2.2: forecast::thetaf, stats::stl and forecast::ets of AirPassengers, trained to 1959 where they forecast. */
const R = JSON.parse(readFileSync(new URL('r-air-passengers.json', import.meta.url), 'utf8')) as Record<
  'series' | 'theta' | 'ets' | 'stl7_seasonal' | 'stl7_trend' | 'log_periodic_seasonal' | 'log_periodic_trend',
  number[]
>;
const TRAIN = R.series.slice(0, 132);
const TEST = R.series.slice(132);
const smape = (means: readonly number[]) =>
  (100 * means.reduce((sum, mean, i) => sum + (2 * Math.abs(mean - (TEST[i] ?? 0))) / (mean + (TEST[i] ?? 0)), 0)) /
  means.length;

function near(actual: readonly number[], wanted: readonly number[], relative: number): void {
  assert.equal(actual.length, wanted.length);
  for (const [i, value] of actual.entries()) {
    const want = wanted[i] ?? Number.NaN;
    assert.ok(Math.abs(value - want) <= relative * Math.max(1, Math.abs(want)), `${i}: ${value} is not ${want}`);
  }
}

test('the Theta method equals that of R', () => {
  near(theta(TRAIN, 12, 12), R.theta, 1e-6);
});

test('the decomposition equals that of R, with a season that changes and with one that stays', () => {
  const changing = stl(R.series, { period: 12, seasonalWindow: 7 });
  near(changing.seasonal, R.stl7_seasonal, 1e-11);
  near(changing.trend, R.stl7_trend, 1e-11);
  const steady = stl(R.series.map(Math.log), { period: 12 });
  near(steady.seasonal.slice(0, 12), R.log_periodic_seasonal, 1e-12);
  near(steady.trend, R.log_periodic_trend, 1e-12);
  const sum = changing.seasonal.map((s, i) => s + (changing.trend[i] ?? 0) + (changing.remainder[i] ?? 0));
  near(sum, R.series, 1e-12);
});

test('a robust decomposition keeps a wild value out of the season', () => {
  const y = Array.from({ length: 140 }, (_, i) => 100 + 20 * Math.sin((2 * Math.PI * i) / 7));
  const wild = y.map((value, i) => (i === 70 ? value + 500 : value));
  const { seasonal, remainder } = stl(wild, { period: 7, robust: true });
  near(seasonal, stl(y, { period: 7 }).seasonal, 0.05);
  assert.ok((remainder[70] ?? 0) > 480);
});

test('the damped trend lies beside the exponential smoothing R chose, and the mean of both beats Theta alone', () => {
  const damped = dampedTrend(TRAIN, 12, 12);
  near(damped, R.ets, 0.015);
  assert.ok(smape(damped) < 4.69, `${smape(damped)}`);
  assert.ok(smape(expected(TRAIN, 12, 12)) < smape(theta(TRAIN, 12, 12)));
});

/** Daily counts with a week, a trend, and a variance of `spread` times their mean. */
function leads(days: number, seed: number, { mean = 80, spread = 2, growth = 1 / 1500 } = {}): number[] {
  const random = generator(seed);
  const weekday = [1.1, 1.2, 1.15, 1.1, 1, 0.75, 0.7];
  return Array.from({ length: days }, (_, day) => {
    const level = mean * (1 + day * growth) * (weekday[day % 7] ?? 1);
    const noise = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    return Math.max(0, Math.round(level + Math.sqrt(spread * level) * noise));
  });
}

test('intervals hold about the share of days they promise, on days they did not know', () => {
  let [inside, days, promised] = [0, 0, 0];
  for (let seed = 1; seed <= 30; seed++) {
    const y = leads(300, seed);
    const found = forecast(y.slice(0, -28), { period: 7, horizon: 28 });
    assert.ok(found);
    promised += found.back_test.coverage / 30;
    for (const [h, { low, high }] of found.days.entries()) {
      const value = y[272 + h] ?? 0;
      if (value >= low && value <= high) inside++;
      days++;
    }
  }
  assert.ok(inside / days > 0.85 && inside / days < 0.95, `${inside / days}`);
  // What the back-test says beforehand is what then happens.
  assert.ok(Math.abs(promised - inside / days) < 0.04, `${promised} against ${inside / days}`);
});

test('a forecast is never below zero, knows when it knows too little, and grows with its series', () => {
  assert.equal(forecast(leads(40, 3), { period: 7, horizon: 28 }), undefined);
  assert.equal(forecast(new Array(400).fill(0), { period: 7, horizon: 28 }), undefined);
  const few = leads(300, 5, { mean: 1 });
  const found = forecast(few, { period: 7, horizon: 28 });
  assert.ok(found?.days.every(({ mean, low, high }) => low >= 0 && low <= mean && mean <= high));
  const y = leads(300, 9);
  const [once, tenfold] = [y, y.map((value) => value * 10)].map((series) => expected(series, 7, 14));
  near(
    tenfold ?? [],
    (once ?? []).map((value) => value * 10),
    0.01,
  );
});

test('days that depart are found and few others, however many series are looked at', () => {
  const rule = { q: 0.05, countMin: 10, shareMin: 0.25 };
  const quiet = Array.from({ length: 40 }, (_, seed) => leads(240, seed + 100));
  const alarms = anomalies(quiet, 60, rule).flat().length;
  assert.ok(alarms <= 8, `${alarms} false alarms in ${40 * 180} days`);
  const broken = quiet.map((counts) => counts.map((value, day) => (day === 200 ? Math.round(value * 0.3) : value)));
  const found = anomalies(broken, 60, rule);
  const hit = found.filter((days) => days.some(({ at }) => at === 200)).length;
  assert.ok(hit >= 38, `${hit} of 40 drops`);
});

test('what is expected of a day comes from the days before it only', () => {
  const y = leads(120, 4);
  const later = y.map((value, i) => (i > 100 ? value * 9 : value));
  assert.deepEqual(dayByDay(later).slice(0, 101), dayByDay(y).slice(0, 101));
});

test('a level that changes is found near its day, and a level that stays is left alone', () => {
  let near14 = 0;
  let alarms = 0;
  for (let seed = 1; seed <= 20; seed++) {
    const flat = leads(200, seed, { spread: 1, growth: 0 }).map(
      (value, day) => value / ([1.1, 1.2, 1.15, 1.1, 1, 0.75, 0.7][day % 7] ?? 1),
    );
    const step = flat.map((value, day) => (day >= 120 ? value * 1.5 : value));
    alarms += levelChanges(flat).length;
    const changes = levelChanges(step);
    if (changes.some(({ at, before, after }) => Math.abs(at - 120) <= 3 && after > before)) near14++;
  }
  assert.ok(near14 >= 19, `${near14} of 20`);
  assert.ok(alarms <= 3, `${alarms} changes where there are none`);
  assert.deepEqual(levelChanges(new Array(100).fill(5)), []);
});

/** A small linear congruential generator, so that the days are the same every time. */
function generator(seed: number): () => number {
  let state = (seed * 2_654_435_761) % 4_294_967_296;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}
