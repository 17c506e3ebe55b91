/** Saved segments: rules under a name, counted while they are written, used as a filter by their id. */
import * as z from 'zod';
import { Count, Id, Time } from './common.ts';
import { Lead } from './lead.ts';
import { LeadFilter } from './lead-list.ts';
import { SegmentGroup } from './segment-rules.ts';

export const SegmentSave = z.object({
  name: z.string().trim().min(1).max(100),
  description: z.string().trim().max(500).default(''),
  rules: SegmentGroup,
});
export type SegmentSave = z.infer<typeof SegmentSave>;

/** `version`: the one that was edited; another that came meanwhile is a 409. */
export const SegmentChange = SegmentSave.extend({ version: z.int().min(1).optional() });
export type SegmentChange = z.infer<typeof SegmentChange>;

export const Segment = z.object({
  id: Id,
  client_id: Id,
  name: z.string(),
  description: z.string(),
  rules: SegmentGroup,
  version: Count,
  /** Names of who made it and who changed it last. */
  created_by: z.string(),
  created_at: Time,
  updated_by: z.string(),
  updated_at: Time,
});
export type Segment = z.infer<typeof Segment>;
export const SegmentList = z.object({ segments: z.array(Segment) });
export type SegmentList = z.infer<typeof SegmentList>;

export const SegmentVersion = Segment.pick({ name: true, description: true, rules: true, version: true }).extend({
  saved_by: z.string(),
  saved_at: Time,
});
export const SegmentVersions = z.object({ versions: z.array(SegmentVersion) });
export type SegmentVersions = z.infer<typeof SegmentVersions>;

/** Rules that need not be saved, over all leads of the client or those that a filter leaves. */
export const SegmentQuestion = z.object({
  rules: SegmentGroup,
  filter: LeadFilter.omit({ client_id: true }).optional(),
});
export type SegmentQuestion = z.infer<typeof SegmentQuestion>;
export const SegmentCount = z.object({
  leads: Count,
  /** Leads that the filter leaves, in the segment or not. */
  total: Count,
});
export type SegmentCount = z.infer<typeof SegmentCount>;
/** The newest leads of the segment, personal values masked. */
export const SegmentPreview = SegmentCount.extend({ sample: z.array(Lead) });
export type SegmentPreview = z.infer<typeof SegmentPreview>;

/** The saved segments that one lead is in. */
export const LeadSegments = z.object({ segments: z.array(z.object({ id: Id, name: z.string() })) });
export type LeadSegments = z.infer<typeof LeadSegments>;
