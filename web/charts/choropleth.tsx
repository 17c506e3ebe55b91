import { useState } from 'react';
import { AppLink } from '../shell/app-link.tsx';
import { dec, int, pct } from '../ui/format.ts';
import { type MapMetric, meanOf, type Place, steps } from './places.ts';

export interface Shape {
  key: string;
  path: string;
}

export const metricShown = (metric: MapMetric, value: number): string =>
  metric === 'leads' ? int(value) : metric === 'quality_score' ? dec(value) : pct(value);

/** A map in plain SVG. Each place with leads is a link to them; the rest is ground. */
export function Choropleth({
  label,
  viewBox,
  shapes,
  borders,
  places,
  metric,
  to,
}: {
  label: string;
  viewBox: string;
  shapes: readonly Shape[];
  borders: string;
  places: readonly Place[];
  metric: MapMetric;
  to: string;
}) {
  const [active, setActive] = useState<string | null>(null);
  const byKey = new Map(places.map((place) => [place.key, place]));
  const step = steps(places, metric);
  const ramp = metric === 'leads' ? 's' : 'd';
  const values = places.map((place) => place[metric]);
  const at = active === null ? undefined : byKey.get(active);
  const outline = active === null ? undefined : shapes.find((shape) => shape.key === active)?.path;
  return (
    <div className="relative">
      {/* biome-ignore lint/a11y/useSemanticElements: a group of links inside a drawing; a fieldset cannot hold one. */}
      <svg viewBox={viewBox} className="block w-full" role="group" aria-label={label}>
        {shapes.map((shape) => {
          const place = byKey.get(shape.key);
          if (!place) return <path key={shape.key} d={shape.path} fill="var(--sunken)" stroke="var(--line)" />;
          return (
            <AppLink
              key={shape.key}
              to={to}
              search={place.search}
              aria-label={`${place.name}: ${int(place.leads)} leads, quality ${dec(place.quality_score)}, valid ${pct(place.valid_rate)}`}
              onMouseEnter={() => setActive(shape.key)}
              onMouseLeave={() => setActive(null)}
              onFocus={() => setActive(shape.key)}
              onBlur={() => setActive(null)}
              className="outline-none"
            >
              <path d={shape.path} style={{ fill: `var(--${ramp}${step.get(shape.key) ?? 1})` }} />
            </AppLink>
          );
        })}
        <path d={borders} fill="none" stroke="var(--panel)" strokeWidth={1.25} pointerEvents="none" />
        {outline && <path d={outline} fill="none" stroke="var(--ink)" strokeWidth={2} pointerEvents="none" />}
      </svg>
      <div className="mt-1 flex items-center gap-2 text-2xs text-muted">
        <span className="num">{metricShown(metric, Math.min(...values))}</span>
        <span className="flex" aria-hidden>
          {[1, 2, 3, 4, 5, 6].map((i) => (
            <i
              key={i}
              className="h-2 w-5 first:rounded-l last:rounded-r max-sm:w-3.5"
              style={{ background: `var(--${ramp}${i})` }}
            />
          ))}
        </span>
        <span className="num">{metricShown(metric, Math.max(...values))}</span>
        <span className="num ml-auto truncate text-xs text-body">
          {at ? (
            <>
              <b className="font-semibold text-ink">{at.name}</b> {int(at.leads)} · {dec(at.quality_score)} ·{' '}
              {pct(at.valid_rate, 0)} valid
            </>
          ) : metric === 'leads' ? (
            'Six equal groups'
          ) : (
            `Against the mean, ${metricShown(metric, meanOf(places, metric))}`
          )}
        </span>
      </div>
    </div>
  );
}
