import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

/**
 * The folder of workspaces, backups and trial stores: `GALLEY_HOME`, else the system's place for
 * application data (XDG on Linux, Application Support on macOS, AppData on Windows).
 */
export function dataFolder(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  if (env.GALLEY_HOME) return resolve(env.GALLEY_HOME)
  if (platform === 'win32') {
    return join(env.APPDATA ?? join(homedir(), 'AppData', 'Roaming'), 'Galley')
  }
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Galley')
  return join(env.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'galley')
}
