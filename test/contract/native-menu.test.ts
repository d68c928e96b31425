import { MessageChannel, type MessagePort as NodePort } from 'node:worker_threads'
import { describe, expect, test, vi } from 'vitest'
import { serveMenu } from '#renderer/app/native-menu.ts'
import { registerCommands } from '#renderer/ui/shell/commands.ts'
import { type MenuCommand, menuTableSchema } from '#shared/contract/desktop.ts'
import { acceleratorOf, menuItems } from '../../electron/main/menu-items.ts'

const command = (id: string, group: string, shortcut: string | null = null): MenuCommand => ({
  id,
  title: `Title of ${id}`,
  group,
  shortcut,
})

describe('the native menu', () => {
  test.each([
    ['mod+s', 'CmdOrCtrl+S'],
    ['mod+shift+p', 'CmdOrCtrl+Shift+P'],
    ['alt+]', 'Alt+]'],
    ['f6', 'F6'],
    ['?', undefined],
    [null, undefined],
  ])('%s is %s to Electron', (shortcut, accelerator) => {
    expect(acceleratorOf(shortcut)).toBe(accelerator)
  })

  test('places are under Go, the rest by group, the later one of an id counts, keys stay the page’s', () => {
    const chosen: string[] = []
    const choose = (id: string) => chosen.push(id)
    const table = [
      command('go.runs', 'Go to'),
      command('save', 'Templates', 'mod+s'),
      command('other', 'Runs'),
      { ...command('save', 'Templates', 'mod+s'), title: 'Save version' },
    ]
    const items = menuItems(table, { isMac: false, isPackaged: true, choose })
    const under = (label: string) => {
      const submenu = items.find((item) => item.label === label)?.submenu
      return Array.isArray(submenu) ? submenu : []
    }
    expect(under('Go').map(({ label }) => label)).toEqual(['Title of go.runs'])
    expect(under('Commands').map(({ label }) => label)).toEqual(['Templates', 'Runs'])
    const [save, ...more] = under('Commands')[0]!.submenu as ReturnType<typeof menuItems>
    expect(more).toEqual([])
    expect(save).toMatchObject({
      label: 'Save version',
      accelerator: 'CmdOrCtrl+S',
      registerAccelerator: false,
    })
    const click = save!.click as () => void
    click()
    expect(chosen).toEqual(['save'])
    expect(under('View').some(({ role }) => role === 'toggleDevTools')).toBe(false)
  })

  test('a page tells its commands over a real port as they come and go, and runs what is chosen', async () => {
    const { port1: page, port2: main } = new MessageChannel()
    const told: MenuCommand[][] = []
    main.on('message', (table: unknown) => told.push(menuTableSchema.parse(table)))
    const stop = serveMenu(page as unknown as MessagePort & NodePort)
    const run = vi.fn()
    const away = registerCommands([
      { id: 'try.it', title: 'Try it', group: 'Templates', shortcut: 'mod+enter', run },
    ])
    await expect.poll(() => told.at(-1)?.map(({ id }) => id)).toEqual(['try.it'])
    main.postMessage({ nonsense: true })
    main.postMessage({ run: 'not there' })
    main.postMessage({ run: 'try.it' })
    await expect.poll(() => run.mock.calls.length).toBe(1)
    away()
    await expect.poll(() => told.at(-1)).toEqual([])
    stop()
    main.close()
  })
})
