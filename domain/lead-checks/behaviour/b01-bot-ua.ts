/** B01: the user agent names itself a crawler, a script or an automated browser. */
import crawlers from 'crawler-user-agents';
import { isbotMatch } from 'isbot';
import about from 'isbot/package.json' with { type: 'json' };
import type { LeadCheck } from '../check.ts';
import { listName } from '../lists/list-name.ts';
import { failed, notRun } from '../verdict.ts';

/** The package keeps its version to itself; a test compares this one with what is installed. */
export const CRAWLER_LIST_VERSION = '1.60.0';
const LIST = [about, { name: 'crawler-user-agents', version: CRAWLER_LIST_VERSION }]
  .map((list) => listName(list, undefined))
  .join('; ');

/** One expression for all patterns, compiled once: about 14 µs for a user agent not seen before. */
const CRAWLERS = new RegExp(crawlers.map(({ pattern }) => pattern).join('|'));
/** Tools that drive real browsers and that neither list knows. */
const AUTOMATION = /\b(?:puppeteer|playwright|selenium|webdriver|cypress|slimerjs|htmlunit)\b/i;

/** Leads come with few different user agents; the bound keeps a flood of invented ones from filling memory. */
const REMEMBERED = 4096;
const verdicts = new Map<string, string | undefined>();

export const b01BotUa: LeadCheck = {
  id: 'B01_BOT_UA',
  family: 'behaviour',
  severity: 'fraud',
  mode: 'offline',
  title: 'User agent of a person',
  run({ raw }) {
    const userAgent = raw.device?.user_agent?.trim();
    if (!userAgent) return notRun('No user agent was sent.');
    const match = botMatch(userAgent);
    if (match === undefined) return 'passed';
    const at = userAgent.indexOf(match);
    return failed(
      `The user agent is that of a program: it matches “${match}”.`,
      [
        { label: 'User agent', value: userAgent, span: [at, at + match.length] },
        { label: 'Match', value: match },
      ],
      { list: LIST },
    );
  },
};

/** The part of a user agent that gives a program away, or undefined. */
export function botMatch(userAgent: string): string | undefined {
  if (verdicts.has(userAgent)) return verdicts.get(userAgent);
  const match =
    (AUTOMATION.exec(userAgent)?.[0] ?? isbotMatch(userAgent) ?? CRAWLERS.exec(userAgent)?.[0]) || undefined;
  const oldest = verdicts.size >= REMEMBERED ? verdicts.keys().next().value : undefined;
  if (oldest !== undefined) verdicts.delete(oldest);
  verdicts.set(userAgent, match);
  return match;
}
