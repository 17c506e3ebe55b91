/** Where the flow of journeys is drawn: columns of boxes by step, bands between them, all to one scale. */
import type { Journeys } from '#contract/journeys.ts';

export interface SankeyBox {
  id: string;
  step: number;
  /** A key, or an end. */
  key: string;
  end: 'converted' | 'lost' | 'further' | null;
  journeys: number;
  x: number;
  y: number;
  height: number;
}
export interface SankeyBand {
  id: string;
  from: SankeyBox;
  to: SankeyBox;
  journeys: number;
  /** The band as a closed path of SVG. */
  path: string;
}

const GAP = 10;
const SMALLEST = 2;
const ENDS = ['converted', 'lost', 'further'] as const;
export const END_LABEL = { converted: 'Reached the goal', lost: 'Ended without', further: 'Went on' } as const;

/** Boxes and bands of a flow. `box` is the width of a box; the last column holds what follows the last step. */
export function sankeyLayout(
  { nodes, links }: Pick<Journeys, 'nodes' | 'links'>,
  { width, height, box }: { width: number; height: number; box: number },
): { boxes: SankeyBox[]; bands: SankeyBand[]; steps: number } {
  const steps = nodes.reduce((most, { step }) => Math.max(most, step), 0);
  const columns: SankeyBox[][] = Array.from({ length: steps + 1 }, () => []);
  const boxes = new Map<string, SankeyBox>();
  const boxOf = (step: number, key: string, end: SankeyBox['end'], journeys: number) => {
    const id = `${step}|${end ?? ''}|${key}`;
    const known = boxes.get(id);
    if (known) return known;
    const made = { id, step, key, end, journeys, x: 0, y: 0, height: 0 };
    boxes.set(id, made);
    columns[step - 1]?.push(made);
    return made;
  };
  for (const { step, key, journeys } of nodes) boxOf(step, key, null, journeys);
  for (const { step, end, journeys } of links) {
    if (end === null) continue;
    const target = boxOf(step + 1, end, end, 0);
    target.journeys += journeys;
  }
  const rank = ({ end, journeys }: SankeyBox) => (end === null ? -journeys : 1e15 + ENDS.indexOf(end));
  const most = Math.max(1, ...columns.map((column) => column.reduce((sum, { journeys }) => sum + journeys, 0)));
  const fullest = Math.max(...columns.map(({ length }) => length), 1);
  const scale = Math.max(0, height - GAP * (fullest - 1)) / most;
  columns.forEach((column, index) => {
    let y = 0;
    for (const one of column.sort((a, b) => rank(a) - rank(b))) {
      one.x = steps === 0 ? 0 : (index * (width - box)) / steps;
      one.y = y;
      one.height = Math.max(SMALLEST, one.journeys * scale);
      y += one.height + GAP;
    }
  });
  return { boxes: columns.flat(), bands: bandsOf(links, boxes, scale, box), steps };
}

function bandsOf(links: Journeys['links'], boxes: Map<string, SankeyBox>, scale: number, box: number): SankeyBand[] {
  const left = new Map<string, number>();
  const right = new Map<string, number>();
  const pairs = links.flatMap(({ step, from, to, end, journeys }) => {
    const source = boxes.get(`${step}||${from}`);
    const target = boxes.get(`${step + 1}|${end ?? ''}|${end ?? to}`);
    return source && target ? [{ source, target, journeys }] : [];
  });
  // Bands leave and arrive in the order of the boxes at their other end, so that they cross as little as they can.
  pairs.sort((a, b) => a.source.step - b.source.step || a.source.y - b.source.y || a.target.y - b.target.y);
  return pairs.map(({ source, target, journeys }) => {
    const thick = Math.max(1, journeys * scale);
    const start = source.y + (left.get(source.id) ?? 0);
    const finish = target.y + (right.get(target.id) ?? 0);
    left.set(source.id, start - source.y + journeys * scale);
    right.set(target.id, finish - target.y + journeys * scale);
    const [x0, x1] = [source.x + box, target.x];
    const middle = (x0 + x1) / 2;
    const path = `M${x0},${start}C${middle},${start} ${middle},${finish} ${x1},${finish}L${x1},${finish + thick}C${middle},${finish + thick} ${middle},${start + thick} ${x0},${start + thick}Z`;
    return { id: `${source.id}→${target.id}`, from: source, to: target, journeys, path };
  });
}
