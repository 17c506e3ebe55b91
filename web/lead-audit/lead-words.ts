/** The words and tones of a lead's states. */
import type { ConversionStatus, ValidationStatus } from '#contract/lead.ts';
import type { Tone } from '../ui/badge.tsx';

export const VALIDATION: Record<ValidationStatus, { label: string; tone: Tone }> = {
  valid: { label: 'Valid', tone: 'good' },
  invalid: { label: 'Invalid', tone: 'warn' },
  fraudulent: { label: 'Fraudulent', tone: 'bad' },
  pending: { label: 'Pending', tone: 'muted' },
};
/** `step` of four; a lost lead has none. */
export const CONVERSION: Record<ConversionStatus, { label: string; step: number }> = {
  new: { label: 'New', step: 1 },
  contacted: { label: 'Contacted', step: 2 },
  qualified: { label: 'Qualified', step: 3 },
  converted: { label: 'Converted', step: 4 },
  lost: { label: 'Lost', step: 0 },
};
export const CONVERSIONS = Object.entries(CONVERSION).map(([value, { label }]) => ({
  value: value as ConversionStatus,
  label,
}));
