/** The match weights between merged unasked, asked and ignored, from the chances a model asks for. */
import * as z from 'zod';
import { type Calibration, UNCALIBRATED, weightAt } from '#domain/identity/recalibrate.ts';
import { DEFAULT_THRESHOLDS } from '#domain/linkage/default-model.ts';
import type { Thresholds } from '#domain/linkage/model.ts';

const Stored = z.object({ auto: z.number().gt(0).lt(1), review: z.number().gt(0).lt(1) });

/** The chances a stored model asks for; without one, those that ship. */
export function thresholdsOf(stored: unknown): Thresholds {
  const parsed = Stored.safeParse(stored);
  return parsed.success ? parsed.data : DEFAULT_THRESHOLDS;
}

/** In bits, to the hundredth. */
export function linesAt({ auto, review }: Thresholds, calibration: Calibration) {
  return { auto_bits: round(weightAt(auto, calibration)), review_bits: round(weightAt(review, calibration)) };
}

export function linesOfModel(stored: unknown) {
  return linesAt(thresholdsOf(stored), UNCALIBRATED);
}

const round = (bits: number) => Math.round(bits * 100) / 100;
