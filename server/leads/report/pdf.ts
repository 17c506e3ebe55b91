/** An audit report as a PDF: the same words and numbers as the page. */
import { methodNotes, REFUSAL_WORDS, type ReportModel, refusedOf } from './model.ts';
import { CONTENT_WIDTH, type PdfPages, pdfPages, type TextStyle, wrapped } from './pdf-writer.ts';
import { count, moneyLines, rateLines } from './words.ts';

const MUTED = [0.36, 0.38, 0.42] as const;
const H1: TextStyle = { size: 19, font: 'bold' };
const H2: TextStyle = { size: 12.5, font: 'bold' };
const BODY: TextStyle = { size: 9.5 };
const STRONG: TextStyle = { size: 9.5, font: 'bold' };
const NOTE: TextStyle = { size: 9, color: MUTED };
const SMALL: TextStyle = { size: 7 };
const ROW = 16;
const CHART_HEIGHT = 64;

/** The whole file. */
export function reportPdf(report: ReportModel, made: Date): Buffer {
  const title = `Lead audit of ${report.source}`;
  const pages = pdfPages((page, all) => `${title} · ${report.from} to ${report.to} · page ${page} of ${all}`);
  pages.paragraph(title, H1);
  pages.paragraph(`For ${report.client} · received ${report.from} to ${report.to} · made ${report.made_at}`, NOTE);
  heading(pages, 'Summary');
  const waiting = report.pending > 0 ? `; ${count(report.pending)} wait for a decision` : '';
  pages.paragraph(
    `Of ${count(report.leads)} leads, ${count(report.accepted)} are accepted and ${count(refusedOf(report))} refused${waiting}.`,
    BODY,
  );
  chart(pages, report);
  table(
    pages,
    ['Outcome', 'Leads', 'Share', '95 % interval'],
    rateLines(report).map((line) => [line.label, line.leads, line.rate, line.range]),
    [250, 340, CONTENT_WIDTH],
  );
  heading(pages, 'Money');
  const money = moneyLines(report);
  if (money.length === 0) pages.paragraph('No price per lead is registered for this source.', BODY);
  else {
    const rows = money.map((line) => [line.label, line.formula, line.amount]);
    table(pages, ['What', 'Leads × price', 'Amount'], rows, [360, CONTENT_WIDTH]);
  }
  heading(pages, 'Findings');
  if (report.findings.length === 0) {
    pages.paragraph(
      'Nothing about this source departs from its peers or its own past by more than chance allows.',
      BODY,
    );
  }
  for (const finding of report.findings) {
    pages.room(40);
    pages.paragraph(finding.title, STRONG);
    pages.paragraph(finding.evidence, BODY);
    pages.paragraph(finding.money, NOTE);
    pages.skip(5);
  }
  heading(pages, 'Checks that refused leads failed most');
  if (report.checks.length === 0) pages.paragraph('None.', BODY);
  else {
    const rows = report.checks.map((check) => [check.title, count(check.leads)]);
    table(pages, ['Check', 'Leads'], rows, [CONTENT_WIDTH], false);
  }
  heading(pages, 'Method');
  for (const note of methodNotes(report)) {
    pages.paragraph(note, BODY);
    pages.skip(3);
  }
  refusedLeads(pages, report);
  heading(pages, 'Signature');
  pages.paragraph('SHA-256 of this report:', BODY);
  pages.paragraph(report.signature, STRONG);
  pages.paragraph(
    `The same value stands in the sealed audit log of ${report.client}, under job ${report.job}. A report with another value was changed afterwards.`,
    NOTE,
  );
  return pages.end({ title: `${title}, ${report.from} to ${report.to}`, made });
}

function heading(pages: PdfPages, text: string): void {
  pages.skip(12);
  pages.room(50);
  pages.paragraph(text, H2);
  pages.skip(3);
}

/** A table whose first column is on the left and whose others end at `edges`; the last row is a sum where told. */
function table(
  pages: PdfPages,
  head: readonly string[],
  rows: readonly (readonly string[])[],
  edges: readonly number[],
  sum = true,
): void {
  const write = (cells: readonly string[], style: TextStyle) => {
    pages.room(ROW);
    for (const [index, cell] of cells.entries()) {
      const right = edges[index - 1];
      pages.line(cell, style, right === undefined ? {} : { right });
    }
    pages.skip(ROW - 3);
    pages.rule();
    pages.skip(3);
  };
  write(head, NOTE);
  for (const [index, row] of rows.entries()) write(row, sum && index === rows.length - 1 ? STRONG : BODY);
}

function chart(pages: PdfPages, { days }: ReportModel): void {
  const most = Math.max(1, ...days.map(({ leads }) => leads));
  const step = CONTENT_WIDTH / Math.max(1, days.length);
  pages.skip(4);
  pages.room(CHART_HEIGHT + 20);
  for (const [index, day] of days.entries()) {
    const bar = (value: number, color: readonly [number, number, number]) => {
      const height = (value / most) * CHART_HEIGHT;
      if (height > 0) pages.box(index * step, CHART_HEIGHT - height, Math.max(0.4, step * 0.8), height, color);
    };
    bar(day.leads, [0.76, 0.8, 0.93]);
    bar(day.refused, [0.7, 0.15, 0.12]);
  }
  pages.skip(CHART_HEIGHT + 4);
  pages.paragraph(`Leads per day, at most ${count(most)}; refused ones in red.`, NOTE);
  pages.skip(4);
}

/** Left edges and widths of the list of refused leads. */
const COLUMNS = [
  { head: 'Lead id', x: 0, width: 144 },
  { head: 'Your id', x: 148, width: 58 },
  { head: 'Received', x: 210, width: 58 },
  { head: 'Refused as', x: 272, width: 44 },
  { head: 'Failed checks', x: 320, width: 88 },
  { head: 'E-mail', x: 412, width: 60 },
  { head: 'Phone', x: 476, width: 36 },
];
const SMALL_LINE = 9;

function refusedLeads(pages: PdfPages, report: ReportModel): void {
  heading(pages, 'Refused leads');
  const all = refusedOf(report);
  if (all === 0) {
    pages.paragraph('None.', BODY);
    return;
  }
  if (all > report.listed.length) pages.paragraph(`The first ${count(report.listed.length)} of ${count(all)}.`, BODY);
  const head = () => {
    for (const { head: word, x } of COLUMNS) pages.line(word, { ...SMALL, color: MUTED }, { x });
    pages.skip(SMALL_LINE + 1);
    pages.rule();
    pages.skip(2);
  };
  head();
  for (const lead of report.listed) {
    const cells = [
      lead.id,
      lead.external_id,
      lead.received,
      REFUSAL_WORDS[lead.refusal],
      lead.failed.join('; '),
      lead.email,
      lead.phone,
    ].map((cell, index) => wrapped(cell, SMALL, COLUMNS[index]?.width ?? 0));
    const height = Math.max(...cells.map((lines) => lines.length)) * SMALL_LINE;
    if (pages.room(height + 2)) head();
    for (let line = 0; line * SMALL_LINE < height; line++) {
      for (const [index, lines] of cells.entries()) {
        const text = lines[line];
        if (text !== undefined && text !== '') pages.line(text, SMALL, { x: COLUMNS[index]?.x ?? 0 });
      }
      pages.skip(SMALL_LINE);
    }
    pages.skip(1);
    pages.rule();
    pages.skip(2);
  }
}
