/** Invented company names: a family name or place word, a trade and the country's legal form. */
import type { Country } from './places.ts';

export const COMPANY_WORDS: Record<'en' | 'de' | 'fr' | 'es' | 'nl', readonly string[]> = {
  en: 'Ashgrove Beacon Birchfield Brightwater Cobalt Copperline Crestview Eastgate Everline Fairmont Foxhollow Granite Greenway Harborlight Ironbridge Juniper Kingsley Lakeshore Larkspur Meridian Millbrook Northpoint Oakhurst Pinecrest Quarry Redwood Ridgeway Silverline Stonebridge Summit Thornfield Tidewater Westbrook Willowbank'.split(
    ' ',
  ),
  de: 'Ahornhof Bergtal Brückner Eichwald Elbtal Falkenberg Grünfeld Hansewerk Isarblick Kastell Lindenhof Mainfeld Neckartal Nordstern Oberland Rheinwerk Rosenthal Sonnental Steinbach Talblick Uferland Waldsee Westhafen Zollhof'.split(
    ' ',
  ),
  fr: 'Beaumont Belvédère Clairval Montclair Grandpré Hautecour Lavande Mirabel Montfort Rivage Rochebrune Sainte-Claire Valmont Verdier Villeneuve'.split(
    ' ',
  ),
  es: 'Almenara Alcázar Bellavista Castellar Encina Ladera Manzanares Miramar Montesol Olivar Peñalara Ribera Solana Vallehermoso'.split(
    ' ',
  ),
  nl: 'Amstelveld Boomgaard Duinzicht Eikenhof Havenkade Lindeboom Meerzicht Noorderlicht Polderland Rijnwijk Veldhof Waterland Zuiderpark'.split(
    ' ',
  ),
};

export const TRADES: typeof COMPANY_WORDS = {
  en: 'Analytics Builders Catering Consulting Dental Engineering Foods Freight Homes Insurance Labs Logistics Marketing Media Partners Properties Roofing Software Studios Systems'.split(
    ' ',
  ),
  de: 'Anlagenbau Beratung Bau Elektrotechnik Gebäudetechnik Immobilien Logistik Maschinenbau Medien Metallbau Pflegedienst Software Spedition Steuerberatung Systemhaus'.split(
    ' ',
  ),
  fr: 'Conseil Construction Distribution Immobilier Ingénierie Logistique Menuiserie Services Solutions Transports'.split(
    ' ',
  ),
  es: 'Asesores Construcciones Consultores Distribuciones Ingeniería Inmobiliaria Logística Servicios Sistemas Transportes'.split(
    ' ',
  ),
  nl: 'Advies Bouw Installaties Logistiek Makelaars Media Montage Software Techniek Transport'.split(' '),
};

/** Language of the name, legal forms and the domain's ending per country. */
export const COMPANY_STYLE: Record<
  Country,
  { language: keyof typeof COMPANY_WORDS; forms: readonly string[]; suffix: string }
> = {
  US: { language: 'en', forms: ['Inc.', 'LLC', 'Corp.', ''], suffix: 'com' },
  GB: { language: 'en', forms: ['Ltd', 'Limited', 'LLP', 'plc', ''], suffix: 'co.uk' },
  DE: { language: 'de', forms: ['GmbH', 'GmbH & Co. KG', 'AG', 'e.K.', ''], suffix: 'de' },
  FR: { language: 'fr', forms: ['SARL', 'SAS', 'SA', ''], suffix: 'fr' },
  ES: { language: 'es', forms: ['S.L.', 'S.A.', ''], suffix: 'es' },
  NL: { language: 'nl', forms: ['B.V.', 'V.O.F.', ''], suffix: 'nl' },
  AT: { language: 'de', forms: ['GmbH', 'KG', 'e.U.', ''], suffix: 'at' },
  CH: { language: 'de', forms: ['GmbH', 'AG', ''], suffix: 'ch' },
};
