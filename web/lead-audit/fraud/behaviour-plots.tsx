import type { SourceBehaviour } from '#contract/fraud.ts';
import { duration, pct } from '../../ui/format.ts';

const WIDTH = 480;
const HEIGHT = 140;
const LOW = 120;

/** Leads per hour of the day as bars, what is usual as a line. */
export function HourBars({ hours }: { hours: SourceBehaviour['hours'] }) {
  const most = Math.max(0.001, ...hours.flatMap(({ seen, usual }) => [seen, usual]));
  const band = WIDTH / 24;
  const y = (share: number) => LOW - (share / most) * (LOW - 8);
  const peak = hours.reduce((best, hour) => (hour.seen > best.seen ? hour : best));
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      className="w-full"
      role="img"
      aria-label={`Most leads come at ${peak.hour}:00, ${pct(peak.seen)}; usual then are ${pct(peak.usual)}`}
    >
      <line x1="0" x2={WIDTH} y1={LOW} y2={LOW} className="stroke-line" />
      {hours.map(({ hour, seen }) => (
        <rect
          key={hour}
          x={hour * band + 2}
          width={band - 4}
          y={y(seen)}
          height={LOW - y(seen)}
          rx="1.5"
          className="fill-c1"
        />
      ))}
      <polyline
        points={hours.map(({ hour, usual }) => `${hour * band + band / 2},${y(usual)}`).join(' ')}
        className="fill-none stroke-c4"
        strokeWidth="2"
      />
      {[0, 6, 12, 18].map((hour) => (
        <text key={hour} x={hour * band} y={HEIGHT - 4} className="num fill-muted text-[11px]">
          {hour}:00
        </text>
      ))}
    </svg>
  );
}

/** Cumulative shares of leads by the time since their click, for this source and the others. */
export function DelayCurves({ delays }: { delays: SourceBehaviour['delays'] }) {
  const step = WIDTH / Math.max(1, delays.length - 1);
  const line = (of: 'source' | 'others') =>
    delays.map((point, index) => `${index * step},${LOW - point[of] * (LOW - 8)}`).join(' ');
  const marks = delays.filter((_, index) => index % Math.max(1, Math.round(delays.length / 5)) === 0);
  const median = (of: 'source' | 'others') => delays.find((point) => point[of] >= 0.5)?.seconds ?? 0;
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      className="w-full"
      role="img"
      aria-label={`Half of this source's leads come within ${duration(median('source'))} of their click, half of the others' within ${duration(median('others'))}`}
    >
      <line x1="0" x2={WIDTH} y1={LOW} y2={LOW} className="stroke-line" />
      <polyline points={line('others')} className="fill-none stroke-c7" strokeWidth="2" strokeDasharray="4 3" />
      <polyline points={line('source')} className="fill-none stroke-c1" strokeWidth="2" />
      {marks.map((point) => (
        <text
          key={point.seconds}
          x={delays.indexOf(point) * step}
          y={HEIGHT - 4}
          className="num fill-muted text-[11px]"
        >
          {duration(point.seconds)}
        </text>
      ))}
    </svg>
  );
}
