/** The range of chances that a group of the reliability chart stands for, as the lead list's filter takes it: percent. */
export function bandOf(bins: readonly { predicted: number }[], place: number): string {
  const own = bins[place]?.predicted ?? 0;
  const edge = (other: number | undefined, end: number) =>
    Number((other === undefined ? end : ((own + other) / 2) * 100).toFixed(2));
  return `${edge(bins[place - 1]?.predicted, 0)}-${edge(bins[place + 1]?.predicted, 100)}`;
}
