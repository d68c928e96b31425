import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { _electron, expect, test } from '@playwright/test'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = join(root, 'node_modules', 'electron')

/** The binary's path, read from files: asking the package for it would start a download. */
function electronBinary(): string | null {
  const pathFile = join(folder, 'path.txt')
  if (!existsSync(pathFile)) return null
  const path = join(folder, 'dist', readFileSync(pathFile, 'utf8').trim())
  return existsSync(path) ? path : null
}

const binary = electronBinary()

test.describe('the desktop app', () => {
  test.skip(binary === null, 'the Electron binary is not installed (npx install-electron)')

  test('opens the workbench, reaches the core and confines its page', async () => {
    const home = mkdtempSync(join(tmpdir(), 'galley-electron-'))
    const app = await _electron.launch({
      executablePath: binary ?? '',
      args: [root, `--user-data-dir=${join(home, 'profile')}`],
      env: { ...process.env, GALLEY_HOME: home },
    })
    try {
      const page = await app.firstWindow()
      await expect(page).toHaveTitle(/Galley/)
      expect(page.url()).toMatch(/^app:\/\/galley\//)
      // The core answers: the page leaves its "connecting" state only when it does.
      await expect(page.getByRole('navigation').first()).toBeVisible()
      expect(await page.evaluate(() => typeof Reflect.get(globalThis, 'require'))).toBe('undefined')
      expect(await page.evaluate(() => window.open('https://example.com'))).toBeNull()
      const isRefused = await page.evaluate(() =>
        fetch('https://example.com').then(
          () => false,
          () => true,
        ),
      )
      expect(isRefused).toBe(true)
    } finally {
      await app.close()
      rmSync(home, { recursive: true, force: true })
    }
  })
})
