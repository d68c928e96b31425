import { expect, test } from '@playwright/test'
import { hasElectron, launchDesktop, noElectron } from './support/desktop.ts'
import { temporaryHome } from './support/host.ts'

test.describe('the desktop app', () => {
  test.skip(!hasElectron, noElectron)

  test('opens the workbench, reaches the core and confines its page', async () => {
    const { home, remove } = temporaryHome()
    const app = await launchDesktop(home)
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
      // The page's commands came over their port: the menu has what only the page knows.
      const menus = () =>
        app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.items.map(({ label }) => label))
      await expect.poll(menus).toEqual(expect.arrayContaining(['Go', 'Commands']))
    } finally {
      await app.close()
      remove()
    }
  })
})
