/** What browsers and programs say of themselves, and address ranges. Written by hand after common forms of 2026. */
import type { Country } from './places.ts';

export interface BrowserKind {
  userAgent: string;
  platform: string;
  mobile: boolean;
}

export const BROWSERS: readonly (readonly [BrowserKind, number])[] = [
  [
    {
      userAgent:
        'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1',
      platform: 'iOS',
      mobile: true,
    },
    27,
  ],
  [
    {
      userAgent:
        'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36',
      platform: 'Android',
      mobile: true,
    },
    22,
  ],
  [
    {
      userAgent:
        'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36',
      platform: 'Android',
      mobile: true,
    },
    5,
  ],
  [
    {
      userAgent:
        'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
      platform: 'Windows',
      mobile: false,
    },
    22,
  ],
  [
    {
      userAgent:
        'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0',
      platform: 'Windows',
      mobile: false,
    },
    9,
  ],
  [
    {
      userAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0',
      platform: 'Windows',
      mobile: false,
    },
    5,
  ],
  [
    {
      userAgent:
        'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15',
      platform: 'macOS',
      mobile: false,
    },
    6,
  ],
  [
    {
      userAgent:
        'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
      platform: 'macOS',
      mobile: false,
    },
    4,
  ],
];

/** Programs that fill forms without a person. */
export const BOT_AGENTS = [
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/138.0.0.0 Safari/537.36',
  'python-requests/2.32.3',
  'Mozilla/5.0 (Windows NT 6.1; WOW64) AppleWebKit/538.1 (KHTML, like Gecko) PhantomJS/2.1.1 Safari/538.1',
  'Go-http-client/2.0',
  'curl/8.9.1',
] as const;

/** First two octets of ranges that home and mobile providers of the country hold. */
export const HOME_RANGES: Record<Country, readonly string[]> = {
  US: ['73.12', '73.158', '98.208', '24.5', '67.180', '71.202', '76.103', '99.44', '108.70', '174.205'],
  GB: ['86.140', '81.152', '90.210', '82.34', '92.24', '2.98'],
  DE: ['84.150', '91.10', '87.160', '93.200', '79.210', '178.10'],
  FR: ['90.10', '86.200', '82.64', '78.230', '176.150'],
  ES: ['83.40', '88.10', '79.150', '81.35'],
  NL: ['77.160', '84.25', '86.80', '145.53'],
  AT: ['91.115', '80.108', '62.178', '84.112'],
  CH: ['85.2', '178.195', '83.78', '188.60'],
};

/** First two octets of ranges that hosting companies hold (DigitalOcean, Hetzner, OVH, Amazon). */
export const HOSTING_RANGES = ['159.65', '167.99', '95.216', '65.108', '51.68', '54.36', '3.92', '18.206'] as const;

export const LANGUAGES: Record<Country, string> = {
  US: 'en-US',
  GB: 'en-GB',
  DE: 'de-DE',
  FR: 'fr-FR',
  ES: 'es-ES',
  NL: 'nl-NL',
  AT: 'de-AT',
  CH: 'de-CH',
};
