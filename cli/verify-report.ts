/** A verdict as a person reads it. */
import type { RecordsVerdict } from '../server/platform/verify/records.ts';
import type { StoresVerdict } from '../server/platform/verify/stores.ts';
import { bytesText, styled } from './command.ts';

const FAULTS_SHOWN = 50;

export function recordsReport({ audit_log, sealed, files }: RecordsVerdict): string[] {
  return [
    ...part('Audit log', `${number(audit_log.size)} sealed entries, ${number(audit_log.unsealed)} not yet sealed`, [
      ...audit_log.faults.map(({ position, entry_id, what }) => {
        const place = position === null ? '' : `position ${position}, `;
        return `${place}${entry_id === null ? '' : `entry ${entry_id}: `}${what}`;
      }),
    ]),
    ...part(
      'Personal records',
      `${number(sealed.records)} opened`,
      sealed.faults.map(({ table, client_id, row, what }) => `${table} ${row} of client ${client_id}: ${what}`),
    ),
    ...part(
      'Files',
      `${number(files.files)} read, ${bytesText(files.bytes)}`,
      files.faults.map(({ client_id, blob_id, what }) => `${blob_id} of client ${client_id}: ${what}`),
    ),
  ];
}

export function storesReport({ leads, waiting, clients, faults }: StoresVerdict): string[] {
  const differing = clients.filter(
    ({ postgres, clickhouse }) => JSON.stringify(postgres) !== JSON.stringify(clickhouse),
  );
  const sums = differing.map(({ client_id, postgres, clickhouse }) => {
    const parts = Object.entries(postgres).flatMap(([name, count]) => {
      const other = clickhouse[name as keyof typeof clickhouse];
      return other === count ? [] : `${name} ${number(count)} and ${number(other)}`;
    });
    return `client ${client_id}: PostgreSQL and ClickHouse say ${parts.join(', ')}`;
  });
  const named = faults.map(({ client_id, lead_id, what }) => {
    const place = lead_id === null ? `client ${client_id}` : `lead ${lead_id} of client ${client_id}`;
    return client_id === '' ? what : `${place}: ${what}`;
  });
  const left = waiting > 0 ? `, ${number(waiting)} changed since and left out` : '';
  // Sums alone are no fault: what changed meanwhile was looked at again.
  return part('Both stores', `${number(leads)} leads of ${number(clients.length)} clients compared${left}`, [
    ...named,
    ...(faults.length > 0 ? sums : []),
  ]);
}

function part(name: string, looked: string, faults: readonly string[]): string[] {
  const verdict = faults.length === 0 ? styled('green', 'right') : styled('red', `${number(faults.length)} faults`);
  const shown = faults.slice(0, FAULTS_SHOWN).map((fault) => `  ${fault}`);
  const hidden = faults.length - shown.length;
  return [`${name}: ${verdict} (${looked})`, ...shown, ...(hidden > 0 ? [`  and ${number(hidden)} more`] : [])];
}

function number(count: number): string {
  return count.toLocaleString('en-US');
}
