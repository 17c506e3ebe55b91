/** What a person types for the address of a site, as browsers send it. */

/** Scheme, host and port; https where no scheme was typed. Undefined when it is no address. */
export function parseOrigin(text: string): string | undefined {
  const typed = text.trim().toLowerCase();
  if (/^(?!https?:)[a-z+.-]+:\/\//.test(typed)) return undefined;
  try {
    const url = new URL(/^https?:\/\//.test(typed) ? typed : `https://${typed}`);
    return /^https?:\/\/[a-z0-9.-]+(:\d{1,5})?$/.test(url.origin) && url.hostname !== '' ? url.origin : undefined;
  } catch {
    return undefined;
  }
}
