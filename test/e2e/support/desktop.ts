import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { _electron, type ElectronApplication } from '@playwright/test'
import { root } from '../../support/repository.ts'

const folder = join(root, 'node_modules', 'electron')

/** The binary's path, read from files: asking the package for it would start a download. */
function electronBinary(): string | null {
  const pathFile = join(folder, 'path.txt')
  if (!existsSync(pathFile)) return null
  const path = join(folder, 'dist', readFileSync(pathFile, 'utf8').trim())
  return existsSync(path) ? path : null
}

const binary = electronBinary()

/** Whether the desktop app can be started here. */
export const hasElectron = binary !== null

export const noElectron = 'the Electron binary is not installed (npx install-electron)'

/** Starts the built desktop app on a data folder, with a profile of its own in it. */
export function launchDesktop(home: string): Promise<ElectronApplication> {
  if (binary === null) throw new Error(noElectron)
  return _electron.launch({
    executablePath: binary,
    args: [root, `--user-data-dir=${join(home, 'profile')}`],
    env: { ...process.env, GALLEY_HOME: home },
    locale: 'en-GB',
    timezoneId: 'UTC',
  })
}
