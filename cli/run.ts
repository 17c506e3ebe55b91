/** Finds the command, runs it, and turns faults into words and an exit code. */
import type { Command, CommandIo } from './command.ts';
import { UsageError } from './command.ts';

const HELP = `assay COMMAND

  audit FILE          check and score a file of leads, without a server
  import FILE         send a file of leads to a running server and follow its import
  backup DIR          copy everything into a new folder, while the server runs or not
  restore DIR         bring a backup back into an empty data directory
  verify              check the audit log, every sealed record and file, and both stores against each other
  rotate-keys         seal every personal record under a new key
  reset-password      give an account a new password and end its sessions

assay COMMAND --help tells more. ASSAY_DATA names the data directory (default: data).`;

/** Loaded when called, so that a command starts with no more than it needs. */
const COMMANDS: Record<string, () => Promise<{ run: Command; help: string }>> = {
  audit: async () => {
    const { audit, AUDIT_HELP } = await import('./audit.ts');
    return { run: audit, help: AUDIT_HELP };
  },
  backup: async () => {
    const { backup, BACKUP_HELP } = await import('./backup.ts');
    return { run: backup, help: BACKUP_HELP };
  },
  restore: async () => {
    const { restore, RESTORE_HELP } = await import('./restore.ts');
    return { run: restore, help: RESTORE_HELP };
  },
  import: async () => {
    const { importFile, IMPORT_HELP } = await import('./import.ts');
    return { run: importFile, help: IMPORT_HELP };
  },
  'rotate-keys': async () => {
    const { rotateKeysCommand, ROTATE_KEYS_HELP } = await import('./rotate-keys.ts');
    return { run: rotateKeysCommand, help: ROTATE_KEYS_HELP };
  },
  'reset-password': async () => {
    const { resetPasswordCommand, RESET_PASSWORD_HELP } = await import('./reset-password.ts');
    return { run: resetPasswordCommand, help: RESET_PASSWORD_HELP };
  },
  verify: async () => {
    const { verify, VERIFY_HELP } = await import('./verify.ts');
    return { run: verify, help: VERIFY_HELP };
  },
};

/** Runs one command line, without the program's name. Returns the exit code: 1 for a fault, 2 for a wrong call. */
export async function runCommand([name = '--help', ...given]: readonly string[], io: CommandIo): Promise<number> {
  if (['--help', '-h', 'help'].includes(name)) {
    io.say(HELP);
    return 0;
  }
  const load = COMMANDS[name];
  if (load === undefined) {
    io.complain(`There is no command "${name}".\n\n${HELP}`);
    return 2;
  }
  const { run, help } = await load();
  if (given.includes('--help') || given.includes('-h')) {
    io.say(help);
    return 0;
  }
  try {
    return await run(given, io);
  } catch (error) {
    const { message } = error as Error;
    io.complain(error instanceof UsageError ? `${message}\n\n${help}` : message);
    return error instanceof UsageError ? 2 : 1;
  } finally {
    io.progress('');
  }
}
