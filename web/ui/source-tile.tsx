import { Handshake, House, Link2, Mail, Megaphone, Search, Shapes, Ticket } from 'lucide-react';
import type { Source } from '#contract/workspace.ts';

export type SourceKind = Source['kind'];

const icons: Record<SourceKind, typeof Search> = {
  paid_search: Search,
  paid_social: Megaphone,
  organic: House,
  partner: Handshake,
  email: Mail,
  referral: Link2,
  event: Ticket,
  other: Shapes,
};

/** The mark of a source: its colour says which one, its sign what kind. */
export function SourceTile({ kind, color }: { kind: SourceKind; color: string }) {
  const Icon = icons[kind];
  return (
    <span
      className="grid size-5 shrink-0 place-items-center rounded-[5px]"
      style={{ background: `color-mix(in oklab, var(--${color}) 16%, transparent)`, color: `var(--${color})` }}
      aria-hidden
    >
      <Icon className="size-3" strokeWidth={2.25} />
    </span>
  );
}

export const Swatch = ({ color }: { color: string }) => (
  <span className="size-2 shrink-0 rounded-[2px]" style={{ background: `var(--${color})` }} aria-hidden />
);
