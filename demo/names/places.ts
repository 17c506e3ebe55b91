/** Towns with region, one of their postal codes, time zone and telephone area code. Own short lists of public facts. */
export const COUNTRIES = ['US', 'GB', 'DE', 'FR', 'ES', 'NL', 'AT', 'CH'] as const;
export type Country = (typeof COUNTRIES)[number];

export interface Place {
  city: string;
  region: string;
  postalCode: string;
  /** Area code without trunk prefix; in the US the first three digits of every number. */
  area: string;
  zone: string;
  /** Share of the country's leads, in parts. */
  weight: number;
}

const US_ZONES = {
  E: 'America/New_York',
  C: 'America/Chicago',
  M: 'America/Denver',
  A: 'America/Phoenix',
  P: 'America/Los_Angeles',
};

const US = `Chicago|IL|60614|312|C|9;Houston|TX|77008|713|C|8;Austin|TX|78704|512|C|8;San Antonio|TX|78209|210|C|7;Dallas|TX|75214|214|C|7
Phoenix|AZ|85016|602|A|9;Tucson|AZ|85719|520|A|4;Las Vegas|NV|89117|702|P|6;Reno|NV|89509|775|P|2;Los Angeles|CA|90026|323|P|9
San Diego|CA|92104|619|P|6;Sacramento|CA|95819|916|P|4;Fresno|CA|93704|559|P|3;San Jose|CA|95125|408|P|4;Denver|CO|80211|303|M|5
Colorado Springs|CO|80909|719|M|2;Albuquerque|NM|87110|505|M|3;Salt Lake City|UT|84105|801|M|3;Boise|ID|83702|208|M|2;Portland|OR|97214|503|P|3
Seattle|WA|98115|206|P|4;Spokane|WA|99203|509|P|1;Minneapolis|MN|55408|612|C|3;Milwaukee|WI|53211|414|C|2;Des Moines|IA|50312|515|C|1
Omaha|NE|68132|402|C|1;Kansas City|MO|64113|816|C|2;St. Louis|MO|63109|314|C|3;Oklahoma City|OK|73118|405|C|2;Tulsa|OK|74114|918|C|1
Nashville|TN|37206|615|C|3;Memphis|TN|38104|901|C|2;New Orleans|LA|70115|504|C|2;Birmingham|AL|35205|205|C|1;Jackson|MS|39211|601|C|1
Atlanta|GA|30312|404|E|6;Savannah|GA|31405|912|E|1;Miami|FL|33133|305|E|5;Orlando|FL|32803|407|E|5;Tampa|FL|33606|813|E|5
Raleigh|NC|27608|919|E|4;Charlotte|NC|28205|704|E|4;Charleston|SC|29407|843|E|2;Richmond|VA|23220|804|E|2;Baltimore|MD|21210|410|E|3
Philadelphia|PA|19147|215|E|4;Pittsburgh|PA|15217|412|E|2;New York|NY|11215|718|E|6;Buffalo|NY|14209|716|E|2;Newark|NJ|07105|973|E|3
Boston|MA|02130|617|E|3;Hartford|CT|06105|860|E|1;Columbus|OH|43214|614|E|3;Cleveland|OH|44118|216|E|2;Detroit|MI|48214|313|E|2
Indianapolis|IN|46205|317|E|2;Louisville|KY|40205|502|E|1;Little Rock|AR|72205|501|C|1`;
const GB = `London|England|SW11 4NB|20|30;Manchester|England|M20 2RN|161|9;Birmingham|England|B13 8JP|121|8;Leeds|England|LS6 3HN|113|6;Sheffield|England|S10 1LT|114|4
Liverpool|England|L17 8XE|151|5;Bristol|England|BS6 5QA|117|6;Newcastle upon Tyne|England|NE2 2AA|191|4;Nottingham|England|NG2 5FB|115|4;Leicester|England|LE2 1TU|116|3
Edinburgh|Scotland|EH9 1QS|131|5;Glasgow|Scotland|G12 8QQ|141|6;Aberdeen|Scotland|AB10 6RN|1224|2;Cardiff|Wales|CF24 3AA|29|4;Belfast|Northern Ireland|BT9 6AZ|28|3`;
const DE = `Berlin|Berlin|10435|30|14;Hamburg|Hamburg|20257|40|10;München|Bayern|80799|89|10;Köln|Nordrhein-Westfalen|50674|221|7;Frankfurt am Main|Hessen|60316|69|6
Stuttgart|Baden-Württemberg|70193|711|5;Düsseldorf|Nordrhein-Westfalen|40476|211|5;Dortmund|Nordrhein-Westfalen|44135|231|4;Essen|Nordrhein-Westfalen|45130|201|4
Leipzig|Sachsen|04109|341|5;Bremen|Bremen|28203|421|4;Dresden|Sachsen|01099|351|4;Hannover|Niedersachsen|30161|511|4;Nürnberg|Bayern|90419|911|4
Münster|Nordrhein-Westfalen|48143|251|2;Karlsruhe|Baden-Württemberg|76133|721|2;Kiel|Schleswig-Holstein|24103|431|2;Erfurt|Thüringen|99084|361|2
Mainz|Rheinland-Pfalz|55116|6131|2;Magdeburg|Sachsen-Anhalt|39104|391|2;Rostock|Mecklenburg-Vorpommern|18055|381|2;Saarbrücken|Saarland|66111|681|1;Potsdam|Brandenburg|14467|331|2`;
const FR = `Paris|Île-de-France|75011|1|20;Lyon|Auvergne-Rhône-Alpes|69003|4|8;Marseille|Provence-Alpes-Côte d'Azur|13006|4|8;Toulouse|Occitanie|31000|5|6
Bordeaux|Nouvelle-Aquitaine|33000|5|6;Lille|Hauts-de-France|59000|3|5;Nantes|Pays de la Loire|44000|2|5;Strasbourg|Grand Est|67000|3|4;Rennes|Bretagne|35000|2|4`;
const ES = `Madrid|Comunidad de Madrid|28015|91|16;Barcelona|Cataluña|08036|93|14;Valencia|Comunidad Valenciana|46005|96|8;Sevilla|Andalucía|41001|95|7
Zaragoza|Aragón|50001|976|4;Málaga|Andalucía|29007|952|5;Bilbao|País Vasco|48009|94|4;Murcia|Región de Murcia|30001|968|3`;
const NL = `Amsterdam|Noord-Holland|1054 RA|20|12;Rotterdam|Zuid-Holland|3021 HG|10|9;Den Haag|Zuid-Holland|2517 JK|70|7;Utrecht|Utrecht|3512 JC|30|7
Eindhoven|Noord-Brabant|5611 EM|40|4;Groningen|Groningen|9711 LM|50|4;Tilburg|Noord-Brabant|5038 CB|13|3`;
const AT = `Wien|Wien|1070|1|14;Graz|Steiermark|8010|316|5;Linz|Oberösterreich|4020|732|4;Salzburg|Salzburg|5020|662|3;Innsbruck|Tirol|6020|512|3`;
const CH = `Zürich|Zürich|8004|44|10;Bern|Bern|3011|31|5;Basel|Basel-Stadt|4051|61|5;Genève|Genève|1204|22|5;Lausanne|Vaud|1005|21|4;Luzern|Luzern|6003|41|3;St. Gallen|St. Gallen|9000|71|2`;

/** Towns per country. */
export const PLACES: Record<Country, readonly Place[]> = {
  US: parse(US, undefined),
  GB: parse(GB, 'Europe/London'),
  DE: parse(DE, 'Europe/Berlin'),
  FR: parse(FR, 'Europe/Paris'),
  ES: parse(ES, 'Europe/Madrid'),
  NL: parse(NL, 'Europe/Amsterdam'),
  AT: parse(AT, 'Europe/Vienna'),
  CH: parse(CH, 'Europe/Zurich'),
};

function parse(text: string, zone: string | undefined): Place[] {
  return text.split(/[;\n]/).map((line) => {
    const fields = line.split('|');
    const [city = '', region = '', postalCode = '', area = ''] = fields;
    const usZone = US_ZONES[fields[4] as keyof typeof US_ZONES];
    return { city, region, postalCode, area, zone: zone ?? usZone, weight: Number(fields.at(-1)) };
  });
}

/** Street names; the house number stands before or behind them as is usual in the country. */
export const STREETS: Record<Country, readonly string[]> = {
  US: [
    'Maple Ave',
    'Oak St',
    'Cedar Ln',
    'Elm St',
    'Washington Ave',
    'Lakeview Dr',
    'Sunset Blvd',
    'Pine St',
    'Highland Ave',
  ],
  GB: [
    'High Street',
    'Church Road',
    'Station Road',
    'Victoria Road',
    'Park Avenue',
    'Mill Lane',
    'Queens Road',
    'Albert Street',
  ],
  DE: [
    'Hauptstraße',
    'Bahnhofstraße',
    'Gartenstraße',
    'Lindenstraße',
    'Schillerstraße',
    'Goethestraße',
    'Bergstraße',
    'Ringstraße',
  ],
  FR: [
    'rue de la République',
    'rue Victor Hugo',
    'avenue Jean Jaurès',
    'rue Pasteur',
    'place de la Mairie',
    'rue des Écoles',
  ],
  ES: ['Calle Mayor', 'Calle Real', 'Avenida de la Constitución', 'Calle del Sol', 'Calle Goya', 'Plaza de España'],
  NL: ['Kerkstraat', 'Dorpsstraat', 'Stationsweg', 'Molenweg', 'Wilhelminastraat', 'Beatrixlaan', 'Julianastraat'],
  AT: ['Hauptstraße', 'Mariahilfer Straße', 'Schulgasse', 'Feldgasse', 'Kirchengasse', 'Wiener Straße'],
  CH: ['Bahnhofstrasse', 'Dorfstrasse', 'Seestrasse', 'Hauptstrasse', 'Kirchweg', 'Schulstrasse'],
};
