/** What the log calls things, in words. An action without words shows its own name. */
const WORDS: Record<string, string> = {
  'organisation.set_up': 'Set up Assay',
  'session.created': 'Signed in',
  'session.ended': 'Ended a session',
  'session.others_ended': 'Ended all other sessions',
  'session.refused': 'Was refused at sign-in',
  'session.second_factor_passed': 'Passed the second step',
  'session.backup_code_used': 'Used a backup code',
  'person.password_changed': 'Changed their password',
  'person.two_factor_begun': 'Began the second step',
  'person.two_factor_removed': 'Turned off the second step',
  'person.backup_codes_made': 'Made new backup codes',
  'person.passkey_added': 'Added a passkey',
  'person.passkey_renamed': 'Renamed a passkey',
  'person.passkey_removed': 'Removed a passkey',
  'person.organisation_role_changed': 'Changed a role everywhere',
  'person.role_changed': 'Changed a role',
  'person.removed': 'Removed a person',
  'invitation.created': 'Invited a person',
  'invitation.revoked': 'Revoked an invitation',
  'invitation.accepted': 'Accepted an invitation',
  'client.created': 'Added a client',
  'client.changed': 'Changed a client',
  'source.described': 'Described sources',
  'scoring.changed': 'Changed scoring rules',
  'segment.created': 'Saved a new segment',
  'segment.changed': 'Changed a segment',
  'segment.deleted': 'Deleted a segment',
  'export.table': 'Exported a table',
  'key.created': 'Made an API key',
  'key.revoked': 'Revoked an API key',
  'import.uploaded': 'Uploaded a file',
  'import.started': 'Started an import',
  'import.rejects-read': 'Read rejected rows',
  'job.cancelled': 'Cancelled a job',
  'lead.delivered': 'Delivered leads',
  'lead.updated': 'Changed a lead',
  'lead.status': 'Changed the status of leads',
  'lead.audited': 'Audited leads',
  'lead.verdict': 'Decided about fraud',
  'suppression.created': 'Made a suppression list',
  'suppression.extended': 'Added to a suppression list',
  'suppression.deleted': 'Deleted a suppression list',
  'lead.listed': 'Listed leads',
  'lead.searched': 'Searched leads',
  'lead.read': 'Read a lead',
  'lead.evidence-read': 'Read the evidence of a lead',
  'lead.revealed': 'Revealed personal data',
  'export.started': 'Started an export',
  'export.written': 'Wrote an export',
  'export.downloaded': 'Downloaded an export',
  'finding.dismissed': 'Dismissed a finding',
  'finding.payout_held': 'Held a payout',
  'finding.upload_excluded': 'Kept leads from upload',
  'finding.fixed': 'Called a finding fixed',
  'finding.merged': 'Called a finding merged',
  'finding.undone': 'Undid a decision',
  'finding.list_downloaded': 'Downloaded a list of leads',
  'report.started': 'Started an audit report',
  'report.written': 'Wrote an audit report',
  'annotation.created': 'Wrote a note',
  'annotation.changed': 'Changed a note',
  'annotation.deleted': 'Deleted a note',
  'view.saved': 'Saved a view',
  'view.deleted': 'Deleted a view',
  'audit_log.exported': 'Exported the audit log',
  'backup.created': 'Made a backup',
  'backup.restored': 'Restored a backup',
};

export const actionWord = (action: string) => {
  const known = WORDS[action];
  if (known) return known;
  const plain = action.replaceAll(/[._-]/g, ' ');
  return `${plain[0]?.toUpperCase() ?? ''}${plain.slice(1)}`;
};

/** Groups to filter by: everything that was done to one kind of thing. */
export const ACTION_GROUPS: { value: string; label: string }[] = [
  { value: 'lead.*', label: 'Leads' },
  { value: 'import.*', label: 'Imports' },
  { value: 'export.*', label: 'Exports' },
  { value: 'session.*', label: 'Sign-ins and sessions' },
  { value: 'person.*', label: 'People and roles' },
  { value: 'invitation.*', label: 'Invitations' },
  { value: 'key.*', label: 'API keys' },
  { value: 'client.*', label: 'Clients' },
  { value: 'source.*', label: 'Sources' },
  { value: 'scoring.*', label: 'Scoring rules' },
  { value: 'view.*', label: 'Saved views' },
  { value: 'job.*', label: 'Jobs' },
];
/** Single actions to filter by. */
export const ACTIONS = Object.entries(WORDS).map(([value, label]) => ({ value, label }));

/** `person`, or a short piece of an id that is long. */
export const shortId = (id: string) => (id.length > 13 ? `${id.slice(0, 8)}…` : id);
