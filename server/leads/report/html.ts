/** An audit report as one HTML file: no script, nothing fetched, fit for printing. */
import { methodNotes, REFUSAL_WORDS, type ReportModel, refusedOf } from './model.ts';
import { count, moneyLines, rateLines } from './words.ts';

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const safe = (text: string): string => text.replace(/[&<>"']/g, (letter) => escapes[letter] ?? letter);

const STYLE = `
  @page { size: A4; margin: 16mm 14mm; }
  * { box-sizing: border-box; }
  body { margin: 0 auto; max-width: 60rem; padding: 2rem 1.25rem; background: #fff; color: #171a20;
    font: 13px/1.5 system-ui, 'Segoe UI', Helvetica, Arial, sans-serif; font-variant-numeric: tabular-nums; }
  h1 { font-size: 24px; line-height: 30px; margin: 0 0 4px; letter-spacing: -0.02em; }
  h2 { font-size: 16px; margin: 28px 0 8px; break-after: avoid; }
  p { margin: 0 0 6px; } .muted { color: #5b616c; }
  table { width: 100%; border-collapse: collapse; }
  th, td { text-align: left; padding: 5px 8px 5px 0; border-bottom: 1px solid #e7e7e2; vertical-align: top; }
  th { font-weight: 500; color: #5b616c; } thead { display: table-header-group; } tr { break-inside: avoid; }
  .n { text-align: right; white-space: nowrap; } tr.sum td { font-weight: 600; border-top: 1px solid #171a20; }
  .list { font-size: 11px; line-height: 1.4; } .id { font-family: ui-monospace, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
  li { margin-bottom: 8px; } code { overflow-wrap: anywhere; }
  @media print { body { padding: 0; max-width: none; } }
  @media (max-width: 40rem) { .wide { overflow-x: auto; } }`;

const CHART = { width: 720, height: 96 };

/** The whole file. */
export function reportHtml(report: ReportModel): string {
  const money = moneyLines(report);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Lead audit of ${safe(report.source)}, ${report.from} to ${report.to}</title><style>${STYLE}</style></head><body>
<h1>Lead audit of ${safe(report.source)}</h1>
<p class="muted">For ${safe(report.client)} · received ${report.from} to ${report.to} · made ${safe(report.made_at)}</p>
<h2>Summary</h2>
<p>Of ${count(report.leads)} leads, ${count(report.accepted)} are accepted and ${count(refusedOf(report))} refused${
    report.pending > 0 ? `; ${count(report.pending)} wait for a decision` : ''
  }.</p>
${chart(report)}
<table><thead><tr><th>Outcome</th><th class="n">Leads</th><th class="n">Share</th><th class="n">95 % interval</th></tr></thead><tbody>
${rateLines(report)
  .map((line, index, all) => row([line.label, line.leads, line.rate, line.range], index === all.length - 1))
  .join('\n')}</tbody></table>
<h2>Money</h2>
${
  money.length === 0
    ? '<p>No price per lead is registered for this source.</p>'
    : `<table><thead><tr><th>What</th><th class="n">Leads × price</th><th class="n">Amount</th></tr></thead><tbody>
${money.map((line, index) => row([line.label, line.formula, line.amount], index === money.length - 1)).join('\n')}</tbody></table>`
}
<h2>Findings</h2>
${
  report.findings.length === 0
    ? '<p>Nothing about this source departs from its peers or its own past by more than chance allows.</p>'
    : `<ul>${report.findings
        .map(
          (one) =>
            `<li><b>${safe(one.title)}</b><br>${safe(one.evidence)}<br><span class="muted">${safe(one.money)}</span></li>`,
        )
        .join('')}</ul>`
}
<h2>Checks that refused leads failed most</h2>
${
  report.checks.length === 0
    ? '<p>None.</p>'
    : `<table><tbody>${report.checks.map((check) => row([check.title, count(check.leads)])).join('\n')}</tbody></table>`
}
<h2>Method</h2>
<ul>${methodNotes(report)
    .map((note) => `<li>${safe(note)}</li>`)
    .join('')}</ul>
<h2>Refused leads</h2>
${listOf(report)}
<h2>Signature</h2>
<p>SHA-256 of this report: <code>${report.signature}</code></p>
<p class="muted">The same value stands in the sealed audit log of ${safe(report.client)}, under job ${safe(report.job)}.
A report with another value was changed afterwards.</p>
</body></html>
`;
}

function row(cells: readonly string[], sum = false): string {
  return `<tr${sum ? ' class="sum"' : ''}>${cells
    .map((cell, index) => `<td${index === 0 ? '' : ' class="n"'}>${safe(cell)}</td>`)
    .join('')}</tr>`;
}

/** Bars per day: all leads, and the refused ones in front. */
function chart({ days }: ReportModel): string {
  const most = Math.max(1, ...days.map(({ leads }) => leads));
  const step = CHART.width / Math.max(1, days.length);
  const bar = (index: number, value: number, color: string) => {
    const height = (value / most) * CHART.height;
    const width = Math.max(0.5, step * 0.8);
    return `<rect x="${(index * step).toFixed(2)}" y="${(CHART.height - height).toFixed(2)}" width="${width.toFixed(2)}" height="${height.toFixed(2)}" fill="${color}"/>`;
  };
  const bars = days.map((day, index) => bar(index, day.leads, '#c3ccee') + bar(index, day.refused, '#b3261e')).join('');
  return `<svg viewBox="0 0 ${CHART.width} ${CHART.height}" width="100%" role="img" aria-label="Leads per day, at most ${most}; refused ones in red">${bars}</svg>
<p class="muted">Leads per day, at most ${count(most)}; refused ones in red.</p>`;
}

function listOf(report: ReportModel): string {
  const all = refusedOf(report);
  if (all === 0) return '<p>None.</p>';
  const more = all > report.listed.length ? `<p>The first ${count(report.listed.length)} of ${count(all)}.</p>` : '';
  const head = ['Lead id', 'Your id', 'Received', 'Refused as', 'Failed checks', 'E-mail', 'Phone'];
  const lines = report.listed.map((lead) => {
    const cells = [lead.received, REFUSAL_WORDS[lead.refusal], lead.failed.join('; '), lead.email, lead.phone];
    return `<tr><td class="id">${lead.id}</td><td class="id">${safe(lead.external_id)}</td>${cells.map((cell) => `<td>${safe(cell)}</td>`).join('')}</tr>`;
  });
  return `${more}<div class="wide"><table class="list"><thead><tr>${head.map((word) => `<th>${word}</th>`).join('')}</tr></thead>
<tbody>${lines.join('\n')}</tbody></table></div>`;
}
