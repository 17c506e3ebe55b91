/** How a form that was filled by pasting alone was filled: leads of one series are alike in it. */
import type { LeadCreate } from '#contract/lead.ts';

/** Pastes below this are a person's own address and number from elsewhere. */
const PASTES_MIN = 3;
const SHARE_OF_FIELDS = 0.6;

/** `form|pastes|keys|seconds`, undefined unless most fields were pasted and hardly a key was struck. */
export function pasteCadence({ form }: Pick<LeadCreate, 'form'>): string | undefined {
  if (form?.paste_events === undefined || form.paste_events < PASTES_MIN) return undefined;
  const fields = form.field_count ?? form.paste_events;
  if (form.paste_events < fields * SHARE_OF_FIELDS || (form.key_events ?? 0) > fields) return undefined;
  const seconds = form.seconds_on_form === undefined ? '' : Math.round(form.seconds_on_form);
  return [form.form_id ?? '', form.paste_events, form.key_events ?? '', seconds].join('|');
}
