/** Services that forward mail from an invented address to the person's own. Own list, from the services' help pages. */
export const RELAY_DOMAINS: ReadonlyMap<string, string> = new Map([
  ['privaterelay.appleid.com', 'Apple Hide My Email'],
  ['mozmail.com', 'Firefox Relay'],
  ['duck.com', 'DuckDuckGo Email Protection'],
  ['passmail.net', 'Proton Pass'],
  ['passmail.com', 'Proton Pass'],
  ['passinbox.com', 'Proton Pass'],
  ['simplelogin.com', 'SimpleLogin'],
  ['simplelogin.co', 'SimpleLogin'],
  ['simplelogin.fr', 'SimpleLogin'],
  ['aleeas.com', 'SimpleLogin'],
  ['slmail.me', 'SimpleLogin'],
  ['anonaddy.com', 'addy.io'],
  ['anonaddy.me', 'addy.io'],
  ['addy.io', 'addy.io'],
  ['addymail.com', 'addy.io'],
  ['relay.firefox.com', 'Firefox Relay'],
]);
