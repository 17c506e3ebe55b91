/** Draws the two maps as paths of SVG when the app is built: drawn in the browser, they took longer than the page around them. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { geoNaturalEarth1, geoPath } from 'd3-geo';
import { feature, mesh } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import { countryByNumeric } from './regions.ts';

type Named = GeometryCollection<{ name: string }>;

/** A map: what lies where in the drawing, places by the key that leads name them with, and the lines between them. */
export interface Drawn {
  viewBox: string;
  shapes: { key: string; path: string }[];
  borders: string;
}

async function load<T extends object>(file: string): Promise<T> {
  return JSON.parse(await readFile(fileURLToPath(import.meta.resolve(file)), 'utf8')) as T;
}

/** A tenth of a unit is less than a screen shows. */
const DIGITS = 1;

/** The United States by state, keyed by FIPS code. */
export async function drawStates(): Promise<Drawn> {
  const atlas = await load<Topology<{ states: Named }>>('us-atlas/states-albers-10m.json');
  // The atlas is already projected, so the path needs no projection of its own.
  const path = geoPath().digits(DIGITS);
  return {
    viewBox: '-8 0 990 612',
    shapes: feature(atlas, atlas.objects.states).features.map((shape) => ({
      key: String(shape.id),
      path: path(shape) ?? '',
    })),
    borders: path(mesh(atlas, atlas.objects.states, (a, b) => a !== b)) ?? '',
  };
}

const ANTARCTICA = '010';

/** The world by country, keyed by ISO 3166-1 alpha-2 code, or by name where there is none. */
export async function drawCountries(): Promise<Drawn> {
  const atlas = await load<Topology<{ countries: Named }>>('world-atlas/countries-110m.json');
  const all = feature(atlas, atlas.objects.countries);
  const shown = { ...all, features: all.features.filter((shape) => shape.id !== ANTARCTICA) };
  const path = geoPath(geoNaturalEarth1().fitSize([990, 500], shown)).digits(DIGITS);
  return {
    viewBox: '0 0 990 504',
    shapes: shown.features.map((shape) => ({
      key: countryByNumeric.get(String(shape.id)) ?? shape.properties.name,
      path: path(shape) ?? '',
    })),
    borders: path(mesh(atlas, atlas.objects.countries, (a, b) => a !== b)) ?? '',
  };
}
