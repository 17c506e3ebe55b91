/** Names of places: countries by ISO 3166 code, US states by postal code, whichever way a lead spelt them. */
const NUMERIC =
  'FJ242 TZ834 EH732 CA124 US840 KZ398 UZ860 PG598 ID360 AR032 CL152 CD180 SO706 KE404 SD729 TD148 HT332 DO214 RU643 BS044 FK238 NO578 GL304 TF260 TL626 ZA710 LS426 MX484 UY858 BR076 BO068 PE604 CO170 PA591 CR188 NI558 HN340 SV222 GT320 BZ084 VE862 GY328 SR740 FR250 EC218 PR630 JM388 CU192 ZW716 BW072 NA516 SN686 ML466 MR478 BJ204 NE562 NG566 CM120 TG768 GH288 CI384 GN324 GW624 LR430 SL694 BF854 CF140 CG178 GA266 GQ226 ZM894 MW454 MZ508 SZ748 AO024 BI108 IL376 LB422 MG450 PS275 GM270 TN788 DZ012 JO400 AE784 QA634 KW414 IQ368 OM512 VU548 KH116 TH764 LA418 MM104 VN704 KP408 KR410 MN496 IN356 BD050 BT064 NP524 PK586 AF004 TJ762 KG417 TM795 IR364 SY760 AM051 SE752 BY112 UA804 PL616 AT040 HU348 MD498 RO642 LT440 LV428 EE233 DE276 BG100 GR300 TR792 AL008 HR191 CH756 LU442 BE056 NL528 PT620 ES724 IE372 NC540 SB090 NZ554 AU036 LK144 CN156 TW158 IT380 DK208 GB826 IS352 AZ031 GE268 PH608 MY458 BN096 SI705 FI246 SK703 CZ203 ER232 JP392 PY600 YE887 SA682 CY196 MA504 EG818 LY434 ET231 DJ262 UG800 RW646 BA070 MK807 RS688 ME499 TT780 SS728';

/** Country code by the numeric code that the world atlas uses. */
export const countryByNumeric = new Map(NUMERIC.split(' ').map((pair) => [pair.slice(2), pair.slice(0, 2)]));

let names: Intl.DisplayNames | undefined;
/** "Germany" of DE; the code itself when nobody knows it; a word for an empty one. */
export function countryName(code: string): string {
  if (!code) return 'Unknown';
  names ??= new Intl.DisplayNames(['en'], { type: 'region' });
  try {
    return names.of(code) ?? code;
  } catch {
    return code;
  }
}

const STATES =
  'AL01Alabama,AK02Alaska,AZ04Arizona,AR05Arkansas,CA06California,CO08Colorado,CT09Connecticut,DE10Delaware,DC11District of Columbia,FL12Florida,GA13Georgia,HI15Hawaii,ID16Idaho,IL17Illinois,IN18Indiana,IA19Iowa,KS20Kansas,KY21Kentucky,LA22Louisiana,ME23Maine,MD24Maryland,MA25Massachusetts,MI26Michigan,MN27Minnesota,MS28Mississippi,MO29Missouri,MT30Montana,NE31Nebraska,NV32Nevada,NH33New Hampshire,NJ34New Jersey,NM35New Mexico,NY36New York,NC37North Carolina,ND38North Dakota,OH39Ohio,OK40Oklahoma,OR41Oregon,PA42Pennsylvania,RI44Rhode Island,SC45South Carolina,SD46South Dakota,TN47Tennessee,TX48Texas,UT49Utah,VT50Vermont,VA51Virginia,WA53Washington,WV54West Virginia,WI55Wisconsin,WY56Wyoming';

export interface UsState {
  code: string;
  /** Two digits, as the atlas has them. */
  fips: string;
  name: string;
}
const states: UsState[] = STATES.split(',').map((text) => ({
  code: text.slice(0, 2),
  fips: text.slice(2, 4),
  name: text.slice(4),
}));
const byWord = new Map(
  states.flatMap((state) => [[state.code.toLowerCase(), state] as const, [state.name.toLowerCase(), state] as const]),
);

/** The state a delivered region means: TX, tx, US-TX and Texas are one. */
export const usState = (region: string): UsState | undefined =>
  byWord.get(region.trim().toLowerCase().replace(/^us-/, ''));
