import type { ScoringPreview } from '#contract/scoring.ts';
import { int } from '../../ui/format.ts';

/** Leads per band of ten points, before and after, as pairs of bars over a table that says the same. */
export function BandBars({ bands }: { bands: ScoringPreview['bands'] }) {
  const most = Math.max(1, ...bands.flatMap((band) => [band.before, band.after]));
  const height = (value: number) => `${(value / most) * 100}%`;
  return (
    <div>
      <div className="mb-1 flex gap-3 text-2xs text-muted" aria-hidden>
        <span className="inline-flex items-center gap-1">
          <span className="size-2 rounded-[2px] bg-c7" />
          Now
        </span>
        <span className="inline-flex items-center gap-1">
          <span className="size-2 rounded-[2px] bg-c1" />
          With the change
        </span>
      </div>
      <div className="flex h-28 items-end gap-1 border-b border-line-strong" aria-hidden>
        {bands.map((band) => (
          <span key={band.from} className="flex h-full flex-1 items-end gap-px" title={title(band)}>
            <span className="flex-1 rounded-t-[2px] bg-c7" style={{ height: height(band.before) }} />
            <span className="flex-1 rounded-t-[2px] bg-c1" style={{ height: height(band.after) }} />
          </span>
        ))}
      </div>
      <div className="num flex gap-1 text-2xs text-muted" aria-hidden>
        {bands.map((band) => (
          <span key={band.from} className="flex-1 text-left">
            {band.from}
          </span>
        ))}
      </div>
      <table className="sr-only">
        <caption>Leads by score</caption>
        <thead>
          <tr>
            <th scope="col">Score</th>
            <th scope="col">Now</th>
            <th scope="col">With the change</th>
          </tr>
        </thead>
        <tbody>
          {bands.map((band) => (
            <tr key={band.from}>
              <th scope="row">
                {band.from} to {band.to}
              </th>
              <td>{int(band.before)}</td>
              <td>{int(band.after)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const title = (band: ScoringPreview['bands'][number]) =>
  `${band.from} to ${band.to}: ${int(band.before)} now, ${int(band.after)} with the change`;
