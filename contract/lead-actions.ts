/** What can be done with leads beside reading them: deliver, change, move, audit, look at one closely. */
import * as z from 'zod';
import { LeadAudit } from './audit.ts';
import { Count, Id, StoredTime, Time } from './common.ts';
import { ConversionStatus, Lead, LeadCreate } from './lead.ts';
import { LeadFilter } from './lead-list.ts';
import { Job } from './workspace.ts';

export const LEADS_PER_DELIVERY = 1000;

/** One lead, or up to 1,000 of one client. */
export const LeadDelivery = z.union([LeadCreate, z.array(LeadCreate).min(1).max(LEADS_PER_DELIVERY)]);
export type LeadDelivery = z.infer<typeof LeadDelivery>;

/** Personal fields come back masked; the deliverer knows them. */
export const LeadDeliveryResult = z.object({
  stored: Count,
  updated: Count,
  /** In the order of delivery. */
  leads: z.array(Lead),
});
export type LeadDeliveryResult = z.infer<typeof LeadDeliveryResult>;

/** Ids, or everything a filter matches. */
export const LeadSelection = z
  .object({
    client_id: Id,
    ids: z.array(Id).min(1).max(10_000).optional(),
    filter: LeadFilter.optional(),
  })
  .refine((selection) => (selection.ids === undefined) !== (selection.filter === undefined), {
    message: 'give either ids or a filter',
    path: ['ids'],
  })
  .meta({
    examples: [
      { client_id: '0199a1b2-0000-7000-8000-000000000001', filter: { validation_status: 'pending', source: 'Google' } },
    ],
  });
export type LeadSelection = z.infer<typeof LeadSelection>;

export const LeadStatusChange = LeadSelection.safeExtend({
  conversion_status: ConversionStatus,
  /** When it happened; now, when absent. */
  at: StoredTime.optional(),
  reason: z.string().max(1000).optional(),
});
export type LeadStatusChange = z.infer<typeof LeadStatusChange>;
/** `previous` lets a person undo: the leads by the status they had. */
export const LeadStatusResult = z.object({
  changed: Count,
  unchanged: Count,
  previous: z.partialRecord(ConversionStatus, z.array(Id)),
});
export type LeadStatusResult = z.infer<typeof LeadStatusResult>;

export const LeadAuditResult = z.object({
  audits: z.array(LeadAudit),
  /** How many leads have another score or status than before. */
  changed: Count,
});
export type LeadAuditResult = z.infer<typeof LeadAuditResult>;
export const JobStarted = z.object({ job: Job });
export type JobStarted = z.infer<typeof JobStarted>;

export const LeadDuplicates = z.object({
  leads: z.array(z.object({ lead: Lead, matched_by: z.array(z.enum(['email', 'phone'])).min(1) })),
});
export type LeadDuplicates = z.infer<typeof LeadDuplicates>;

export const LeadHistory = z.object({
  events: z.array(
    z.object({
      at: Time,
      /** `person:…`, `key:…`, `system:…`. */
      actor: z.string(),
      actor_name: z.string(),
      kind: z.enum(['captured', 'updated', 'status', 'audited', 'revealed', 'merged', 'unmerged', 'verdict']),
      detail: z.record(z.string(), z.unknown()),
    }),
  ),
});
export type LeadHistory = z.infer<typeof LeadHistory>;

export const LeadRevealed = z.object({
  lead: Lead,
  /** Everything that was delivered with it. */
  personal: z.record(z.string(), z.unknown()),
  hide_at: Time,
});
export type LeadRevealed = z.infer<typeof LeadRevealed>;
