/**
 * Numbers that regulators keep free for drama and examples: NANPA (555-0100 to 0199), Ofcom (telephone numbers for
 * drama), ACMA (numbers for use in radio, books, film and TV), Arcep (decision 2018-0881) and Bundesnetzagentur (drama
 * numbers). Each pattern runs over the E.164 number.
 */
const RANGES: readonly [holder: string, range: RegExp][] = [
  ['555-0100 to 555-0199, kept by NANPA', /^\+1\d{3}55501\d\d$/],
  ['kept by Ofcom for drama', /^\+44(?:7700900|1632960|3069990|8081570|9098790|2079460)\d{3}$/],
  ['kept by Ofcom for drama', /^\+44(?:11[3-8]4960|1[2-6]14960|1914980|2896496|2920180)\d{3}$/],
  ['kept by ACMA for drama', /^\+61[2378](?:5550|7010)\d{4}$/],
  ['kept by ACMA for drama', /^\+61491570(?:006|110|156|157|158|159|313|737)$/],
  ['kept by ACMA for drama', /^\+6149157(?:1266|1491|1804|2549|2665|2983|3770|3087|4118|4632|5254|5789|6398|6801)$/],
  ['kept by Arcep for drama', /^\+33(?:19900|26191|35301|46571|53649|63998)\d{4}$/],
  ['kept by Bundesnetzagentur for drama', /^\+49(?:3023125|6990009|4066969|2214710|8999998)\d{3}$/],
];

/** Who keeps the number free; undefined for a number that may belong to somebody. Wants E.164. */
export function fictionalRange(e164: string): string | undefined {
  return RANGES.find(([, range]) => range.test(e164))?.[0];
}
