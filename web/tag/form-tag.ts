/** The form tag as it runs in a page. The server reads it, adds its settings and serves it; see server/collect/tag.ts. */
declare global {
  interface Window {
    assay?: { consent(given: boolean): void; visitor(): string };
  }
}

/**
 * Runs in the page, so it uses nothing from outside itself but its arguments. With an opt-out signal of the browser it
 * does nothing at all. It sets no cookies; it keeps the visitor id in localStorage after consent and in memory until
 * then.
 */
export function formTag(site: string, url: string, granted: boolean, digest: (value: string) => string): void {
  const signals = navigator as Navigator & { globalPrivacyControl?: boolean };
  if (signals.globalPrivacyControl || navigator.doNotTrack === '1') return;
  const KEPT = 'assay_visitor';
  const CLICKS = ['gclid', 'fbclid', 'ttclid', 'li_fat_id', 'twclid'];
  const HONEYPOT = 'company_website_url';
  type Filling = { id: string; since: number; last: number; k: number; v: number; a: number; by: Map<Element, string> };
  const fillings = new WeakMap<HTMLFormElement, Filling>();
  const id = () =>
    '10000000-1000-4000-8000-100000000000'.replace(/[018]/g, (d) =>
      (+d ^ (crypto.getRandomValues(new Uint8Array(1))[0]! & (15 >> (+d / 4)))).toString(16),
    );
  const page = () => location.host + location.pathname;
  const query: Record<string, string> = {};
  new URLSearchParams(location.search).forEach((value, name) => {
    if (/^utm_/.test(name) || CLICKS.includes(name)) query[name] = value.slice(0, 500);
  });
  let known = query;
  let visitor = id();
  let consented = granted;
  const keep = () => {
    try {
      const kept = JSON.parse(localStorage.getItem(KEPT) || '{}');
      visitor = kept.v || visitor;
      known = { ...kept.q, ...query };
      if (consented || kept.v) localStorage.setItem(KEPT, JSON.stringify({ v: visitor, q: known }));
    } catch {
      // A browser that keeps nothing is asked for nothing.
    }
  };
  keep();
  const send = (event: object) => {
    const body = JSON.stringify({ k: site, v: visitor, q: known, e: [event] });
    if (!navigator.sendBeacon?.(url, body)) {
      fetch(url, { method: 'POST', body, keepalive: true, credentials: 'omit' }).catch(() => {});
    }
  };
  const see = (t: string, r: string) => send({ t, i: id(), p: page(), r, q: query });
  const hide = (form: HTMLFormElement, name: string, value: string) => {
    let field = form.elements.namedItem(name) as HTMLInputElement | null;
    if (!field) {
      field = document.createElement('input');
      field.type = 'hidden';
      field.name = name;
      form.append(field);
    }
    if (field.type === 'hidden') field.value = value;
  };
  const mark = (form: HTMLFormElement) => {
    hide(form, 'assay_visitor_id', visitor);
    for (const name of CLICKS) if (known[name]) hide(form, name, known[name]);
    if (form.elements.namedItem(HONEYPOT)) return;
    const box = document.createElement('div');
    box.setAttribute('aria-hidden', 'true');
    box.style.cssText = 'position:absolute;left:-9999px;height:1px;overflow:hidden';
    const trap = document.createElement('input');
    trap.name = HONEYPOT;
    trap.tabIndex = -1;
    trap.autocomplete = 'off';
    box.append(trap);
    form.append(box);
  };
  const markAll = () => {
    for (const form of document.forms) mark(form);
  };
  const note = (event: Event, how?: 'k' | 'v') => {
    const field = event.target as HTMLInputElement;
    const form = field.form;
    if (!event.isTrusted || !form || field.name === HONEYPOT) return;
    const now = Date.now();
    let filling = fillings.get(form);
    if (!filling) {
      filling = { id: id(), since: now, last: now, k: 0, v: 0, a: 0, by: new Map() };
      fillings.set(form, filling);
      mark(form);
      send({ t: 'start', i: id(), p: page(), f: form.id });
    }
    if (how) filling[how]++;
    const filled = field.matches(':autofill') ? 'a' : '';
    if (!how && filled && filling.by.get(field)?.[0] !== 'a') filling.a++;
    if (filling.by.has(field) && !filled) return;
    const pause = Math.round(Math.log2(1 + now - filling.last));
    filling.by.set(field, filled || `${how ?? 'i'}${[...form.elements].indexOf(field)}.${pause}`);
    filling.last = now;
  };
  const sent = (event: Event) => {
    const form = event.target as HTMLFormElement;
    mark(form);
    const now = Date.now();
    const filling = fillings.get(form) || { id: id(), since: now, k: 0, v: 0, a: 0, by: new Map<Element, string>() };
    const trap = form.elements.namedItem(HONEYPOT) as HTMLInputElement | null;
    const fields = [...form.elements].filter((element) => {
      const { type, name, value } = element as HTMLInputElement;
      return name && value && name !== HONEYPOT && !/^(hidden|password|submit|button|reset|file|image)$/.test(type);
    }) as HTMLInputElement[];
    const typed = fields.filter(({ type }) => !/^(checkbox|radio|select)/.test(type));
    const rhythm = [...filling.by.values()];
    send({
      t: 'form',
      i: filling.id,
      p: page(),
      f: form.id.slice(0, 200),
      b: Math.min(now - filling.since, 864e5),
      n: fields.length,
      k: filling.k,
      v: filling.v,
      a: filling.a,
      s: typed.filter((field) => !filling.by.has(field)).length,
      h: !!trap?.value,
      c: rhythm.length < 3 ? '' : rhythm.join(' ').slice(0, 600),
      w: typed.slice(0, 60).map(({ name, value }) => [name.slice(0, 100), digest(value)]),
    });
    fillings.delete(form);
  };
  addEventListener('keydown', (event) => note(event, 'k'), true);
  addEventListener('paste', (event) => note(event, 'v'), true);
  addEventListener('input', (event) => note(event), true);
  addEventListener('submit', sent, true);
  addEventListener('popstate', () => see('view', ''));
  const push = history.pushState;
  history.pushState = function (...args) {
    push.apply(this, args);
    see('view', '');
  };
  window.assay = {
    visitor: () => visitor,
    consent(given) {
      consented = given;
      if (given) return keep();
      localStorage.removeItem(KEPT);
      visitor = id();
      markAll();
    },
  };
  if (document.readyState === 'loading') addEventListener('DOMContentLoaded', markAll);
  else markAll();
  const from = document.referrer.replace(/^\w+:\/\//, '').split(/[?#]/)[0]!;
  see(from.split('/')[0] === location.host ? 'view' : 'visit', from);
}
