import { useState } from 'react';
import type { Journeys } from '#contract/journeys.ts';
import { PlotTable } from '../../charts/plot-table.tsx';
import { useWidth } from '../../charts/use-width.ts';
import { paths } from '../../paths.ts';
import { AppLink } from '../../shell/app-link.tsx';
import { int, pct } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import { ScrollBox } from '../../ui/scroll-box.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { behindOf, type SequenceQuery } from './behind.ts';
import { keyLabel, leadsBehind } from './journey-words.ts';
import { END_LABEL, type SankeyBand, type SankeyBox, sankeyLayout } from './sankey-layout.ts';

const HEIGHT = 340;
const BOX = 10;
/** Narrower, a column has no room for its names. */
const COLUMN = 132;
const COLORS = ['c1', 'c2', 'c3', 'c4', 'c5', 'c6'];
const END_COLOR = { converted: 'good-solid', lost: 'line-strong', further: 'c7' };

/** Touch by touch where journeys go. Boxes are links to the leads that touched them; each tells what leaves it. */
export function SankeyPanel({
  answer,
  query,
  className,
}: {
  answer: Journeys;
  query: SequenceQuery;
  className?: string;
}) {
  const [mode, setMode] = useState<'chart' | 'table'>('chart');
  const name = (box: Pick<SankeyBox, 'key' | 'end'>) =>
    box.end ? END_LABEL[box.end] : keyLabel(answer.dimension, box.key);
  return (
    <Panel
      id="flow"
      title="Flow from touch to touch"
      meta="repeats written once"
      className={className}
      actions={
        <Segmented
          label="Show flow as"
          value={mode}
          onChange={setMode}
          options={[
            { value: 'chart', label: 'Chart' },
            { value: 'table', label: 'Table' },
          ]}
        />
      }
    >
      {mode === 'chart' ? (
        <Flow answer={answer} query={query} name={name} />
      ) : (
        <PlotTable
          label="Flow of journeys, as a table"
          height={HEIGHT + 24}
          head={['Touch', 'From', 'To', 'Journeys']}
          rows={answer.links.map(({ step, from, to, end, journeys }) => ({
            key: `${step}|${from}|${to}|${end}`,
            cells: [`${step}.`, keyLabel(answer.dimension, from), name({ key: to, end }), int(journeys)],
          }))}
        />
      )}
    </Panel>
  );
}

function Flow({
  answer,
  query,
  name,
}: {
  answer: Journeys;
  query: SequenceQuery;
  name: (box: Pick<SankeyBox, 'key' | 'end'>) => string;
}) {
  const [ref, room] = useWidth<HTMLDivElement>();
  const [lit, setLit] = useState<string>();
  const steps = answer.nodes.reduce((most, { step }) => Math.max(most, step), 0);
  const width = Math.max(room, (steps + 1) * COLUMN);
  const { boxes, bands } = sankeyLayout(answer, { width: width - COLUMN + BOX, height: HEIGHT, box: BOX });
  const columns = Array.from({ length: steps }, (_, index) => index + 1);
  const keys = [...new Set(boxes.filter(({ end }) => end === null).map(({ key }) => key))];
  const color = ({ key, end }: SankeyBox) => `var(--${end ? END_COLOR[end] : (COLORS[keys.indexOf(key)] ?? 'c7')})`;
  const first = boxes.filter(({ step }) => step === 1).reduce((sum, { journeys }) => sum + journeys, 0);
  return (
    <div ref={ref}>
      <ScrollBox label="Flow of journeys">
        <svg width={width} height={HEIGHT + 24}>
          <title>{`Where ${int(first)} journeys go, touch by touch`}</title>
          <g transform="translate(0,20)">
            {bands.map((band) => (
              <Band key={band.id} band={band} color={color(band.from)} lit={lit === undefined || isOn(band, lit)} />
            ))}
            {boxes.map((box) => {
              const words = { box, name: name(box), color: color(box) };
              const label = sentence(box, bands, name);
              if (box.end !== null || box.key === '(other)') {
                return (
                  <g key={box.id}>
                    <title>{label}</title>
                    <Box {...words} />
                  </g>
                );
              }
              return (
                <AppLink
                  key={box.id}
                  to={paths.leads}
                  search={leadsBehind(behindOf('touch', query, box.key))}
                  aria-label={label}
                  onFocus={() => setLit(box.id)}
                  onBlur={() => setLit(undefined)}
                  onMouseEnter={() => setLit(box.id)}
                  onMouseLeave={() => setLit(undefined)}
                >
                  <Box {...words} />
                </AppLink>
              );
            })}
          </g>
          {columns.map((step) => (
            <text
              key={step}
              x={((step - 1) * (width - COLUMN)) / Math.max(1, steps)}
              y={11}
              className="fill-muted text-2xs"
            >
              {step === 1 ? 'First touch' : `Touch ${step}`}
            </text>
          ))}
        </svg>
      </ScrollBox>
    </div>
  );
}

const isOn = ({ from, to }: SankeyBand, id: string) => from.id === id || to.id === id;

function Band({ band, color, lit }: { band: SankeyBand; color: string; lit: boolean }) {
  return <path d={band.path} fill={color} opacity={lit ? 0.3 : 0.08} className="transition-opacity duration-75" />;
}

interface BoxProps {
  box: SankeyBox;
  name: string;
  color: string;
}

function Box({ box, name, color }: BoxProps) {
  return (
    <>
      <rect x={box.x} y={box.y} width={BOX} height={box.height} rx={2} fill={color} />
      {box.height >= 12 && (
        <text x={box.x + BOX + 5} y={box.y + Math.min(box.height / 2, 60) + 4} className="fill-ink text-2xs">
          {name.length > 17 ? `${name.slice(0, 16)}…` : name}{' '}
          <tspan className="num fill-muted" dx={4}>
            {int(box.journeys)}
          </tspan>
        </text>
      )}
    </>
  );
}

function sentence(box: SankeyBox, bands: readonly SankeyBand[], name: (box: SankeyBox) => string): string {
  const out = bands.filter(({ from }) => from === box).sort((a, b) => b.journeys - a.journeys);
  const parts = out.slice(0, 4).map(({ to, journeys }) => `${pct(journeys / box.journeys, 0)} ${name(to)}`);
  const where = box.end ? `after touch ${box.step - 1}` : `touch ${box.step}`;
  return `${name(box)} ${int(box.journeys)} journeys, ${where}${parts.length > 0 ? `. Next: ${parts.join(', ')}` : ''}`;
}
