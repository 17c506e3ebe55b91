/** Line ends as files have them: LF, CR LF, and CR alone. */
const LF = 10;
const CR = 13;

/** Index of the first line end at or after `from`, -1 if there is none. */
export function lineEnd(text: string, from: number): number {
  const lf = text.indexOf('\n', from);
  if (lf === -1) return text.indexOf('\r', from);
  for (let at = from; at < lf; at++) if (text.charCodeAt(at) === CR) return at;
  return lf;
}

/** Index behind the line end that stands at `at`; the length of the text where it stops there. */
export function afterLineEnd(text: string, at: number): number {
  if (at >= text.length) return text.length;
  return text.charCodeAt(at) === CR && text.charCodeAt(at + 1) === LF ? at + 2 : at + 1;
}

/** Number of line ends between two positions. */
export function countLineEnds(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    if (code === LF || (code === CR && text.charCodeAt(at + 1) !== LF)) count++;
  }
  return count;
}
