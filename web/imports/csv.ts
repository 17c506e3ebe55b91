/** Reads CSV as our server writes it (RFC 4180): comma, quotes doubled. At most `limit` records; a record cut off at the end is left out. */
export function parseCsv(text: string, limit: number): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  let at = 0;
  while (at < text.length && records.length < limit) {
    let cell: string;
    if (text[at] === '"') {
      let end = at + 1;
      while (end < text.length && (text[end] !== '"' || text[end + 1] === '"')) end += text[end] === '"' ? 2 : 1;
      if (end >= text.length) break;
      cell = text.slice(at + 1, end).replaceAll('""', '"');
      at = end + 1;
    } else {
      const end = text.slice(at).search(/[,\r\n]/);
      if (end < 0) break;
      cell = text.slice(at, at + end);
      at += end;
    }
    record.push(cell);
    if (text[at] === ',') {
      at++;
      continue;
    }
    if (at >= text.length) break;
    at += text.startsWith('\r\n', at) ? 2 : 1;
    records.push(record);
    record = [];
  }
  return records;
}
