/** Leads that claim an address in the country and were sent from elsewhere: through servers, or with a foreign clock. */

import { zoneOffsetMinutes } from '../calendar.ts';
import type { DemoLead } from '../compose.ts';
import { HOSTING_RANGES } from '../names/devices.ts';
import type { Random } from '../random.ts';
import { hex } from '../tokens.ts';
import { groupSizes, type Stock } from './base.ts';

const ELSEWHERE = ['Asia/Kolkata', 'Asia/Dhaka', 'Asia/Manila', 'Africa/Lagos', 'Asia/Karachi', 'Europe/Kyiv'];
/** First octets of hosting companies that no list of ours has. */
const UNLISTED = ['45.88', '185.220', '193.32', '91.219'];

export function geoFakes(count: number, stock: Stock, random: Random): DemoLead[] {
  return groupSizes(count, 6, 30, random).flatMap((size) => {
    const source = random.pick(['Meta', 'Google', 'TikTok', 'LinkedIn']);
    return Array.from({ length: size }, () => fake(stock.take(source), random));
  });
}

/** One in ten comes through servers that nobody lists and sets its clock as well: nothing is left to see. */
function fake(lead: DemoLead, random: Random): DemoLead {
  const lot = random.unit();
  const host = `${random.below(256)}.${1 + random.below(254)}`;
  const listed = lot < 0.45;
  const foreignClock = lot < 0.2 || (lot >= 0.45 && lot < 0.9);
  lead.device = {
    ...lead.device,
    device_id: hex(random, 16),
    ip: `${random.pick(listed ? HOSTING_RANGES : UNLISTED)}.${host}`,
  };
  if (!foreignClock) return lead;
  const zone = random.pick(ELSEWHERE);
  lead.device.time_zone_offset_minutes = zoneOffsetMinutes(zone, Date.parse(lead.created_at));
  // Some set the name of the zone right and forget the clock.
  if (!random.chance(0.35)) lead.device.time_zone = zone;
  return lead;
}
