import type { MenuItemConstructorOptions } from 'electron'
import type { MenuCommand } from '#shared/contract/desktop.ts'

export interface MenuFacts {
  isMac: boolean
  isPackaged: boolean
  /** Called with the id of a command. */
  choose(id: string): void
}

/** Groups that people look for under "Go"; all others are under "Commands", by group. */
const places = new Set(['Go to', 'Tabs'])

const keyNames: Record<string, string> = { mod: 'CmdOrCtrl', alt: 'Alt', shift: 'Shift' }

/**
 * A shortcut of the page's table as Electron writes it; undefined for bare keys: they mean something
 * only where nobody types, which a menu cannot know.
 */
export function acceleratorOf(shortcut: string | null): string | undefined {
  if (shortcut === null) return undefined
  const parts = shortcut.toLowerCase().split('+')
  const key = parts.at(-1) ?? ''
  const isBare = !parts.includes('mod') && !parts.includes('alt')
  if (isBare && !/^f\d+$/.test(key)) return undefined
  return parts
    .map((part) => keyNames[part] ?? part.charAt(0).toUpperCase() + part.slice(1))
    .join('+')
}

/** The menu of a page with these commands. */
export function menuItems(
  commands: readonly MenuCommand[],
  { isMac, isPackaged, choose }: MenuFacts,
): MenuItemConstructorOptions[] {
  // The later command of an id is the one that is meant, as in the page.
  const latest = [...new Map(commands.map((command) => [command.id, command])).values()]
  const item = ({ id, title, shortcut }: MenuCommand): MenuItemConstructorOptions => {
    const accelerator = acceleratorOf(shortcut)
    return {
      label: title,
      // The page hears its keys itself: registered here too, one press would act twice.
      ...(accelerator === undefined ? {} : { accelerator, registerAccelerator: false }),
      click: () => choose(id),
    }
  }
  const groups = Map.groupBy(latest, ({ group }) => group)
  const go = [...groups].flatMap(([group, of]) => (places.has(group) ? of.map(item) : []))
  const rest = [...groups].flatMap(([group, of]) =>
    places.has(group) ? [] : [{ label: group, submenu: of.map(item) }],
  )
  return [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    { role: 'fileMenu' },
    { role: 'editMenu' },
    { label: 'View', submenu: viewItems(isPackaged) },
    ...(go.length === 0 ? [] : [{ label: 'Go', submenu: go }]),
    ...(rest.length === 0 ? [] : [{ label: 'Commands', submenu: rest }]),
    { role: 'windowMenu' },
  ]
}

function viewItems(isPackaged: boolean): MenuItemConstructorOptions[] {
  return [
    { role: 'reload' },
    ...(isPackaged ? [] : [{ role: 'toggleDevTools' } as const]),
    { type: 'separator' },
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { type: 'separator' },
    { role: 'togglefullscreen' },
  ]
}
