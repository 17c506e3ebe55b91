/** Opens the installation that a command works on, as the server's settings name it. */
import { type Config, readConfig } from '../server/config.ts';
import { type Installation, openInstallation } from '../server/platform/installation.ts';
import { createLog, type Log } from '../server/platform/log.ts';

export interface Opened {
  config: Config;
  installation: Installation;
  log: Log;
}

/** Runs `work` on the installation and closes it afterwards. */
export async function withInstallation<T>(work: (opened: Opened) => Promise<T>): Promise<T> {
  const config = readConfig();
  const log = commandLog(config);
  const installation = await openInstallation(config, log);
  try {
    return await work({ config, installation, log });
  } finally {
    await installation.close();
  }
}

/** Commands speak to people; the engines' everyday news would stand in between. */
export function commandLog(config: Config): Log {
  return createLog(config.logLevel === 'info' ? 'warn' : config.logLevel);
}
