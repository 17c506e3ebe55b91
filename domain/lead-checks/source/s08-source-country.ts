/** S08: the lead is of a country that was not agreed with its source. */
import type { LeadCheck, PreparedLead } from '../check.ts';
import { samePlan } from '../phone/shared-plans.ts';
import { failed, notRun } from '../verdict.ts';
import { registeredSource } from './registered-source.ts';

/** A number written without its calling code is of whatever country it is taken for, and tells none. */
const INTERNATIONAL = /^[\s(]*(\+|00|011)/;

export const s08SourceCountry: LeadCheck = {
  id: 'S08_SOURCE_COUNTRY',
  family: 'source',
  severity: 'warn',
  mode: 'offline',
  title: 'Of an agreed country',
  run(lead, { sources, ipCountry, ipCountryList }) {
    const agreed = (sources && registeredSource(sources, lead.raw.source)?.countries) ?? [];
    if (agreed.length === 0) return notRun('No countries are agreed with this source.');
    const phone = phoneCountry(lead);
    // What the lead says of itself comes first; whether the others agree is for the checks of phone and address.
    const signs = [
      { of: 'address', country: lead.raw.address?.country },
      { of: 'phone', country: phone },
      { of: 'IP address', country: ipCountry },
    ];
    const told = signs.find(({ country }) => country !== undefined);
    if (told?.country === undefined) return notRun('Neither address nor phone nor IP address tells a country.');
    const { of, country } = told;
    if (agreed.some((one) => one === country || (of === 'phone' && samePlan(one, country)))) return 'passed';
    return failed(
      `The ${of} is of ${country}; agreed with the source: ${agreed.join(', ')}.`,
      [
        { label: `Country of the ${of}`, value: country },
        { label: 'Agreed with the source', value: agreed.join(', ') },
        ...signs
          .filter((sign) => sign !== told)
          .map((sign) => ({ label: `Country of the ${sign.of}`, value: sign.country ?? 'not known' })),
      ],
      { list: ipCountry === undefined ? undefined : ipCountryList },
    );
  },
};

function phoneCountry({ phone }: PreparedLead): string | undefined {
  return phone?.valid && INTERNATIONAL.test(phone.given) ? phone.region : undefined;
}
