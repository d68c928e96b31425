import { type MenuCommand, menuChoiceSchema } from '#shared/contract/desktop.ts'
import { portMessage } from '../rpc/transport.ts'
import { allCommands, type Command, onCommands } from '../ui/shell/commands.ts'
import { giveCommand } from '../ui/shell/typed.ts'

/** What a menu needs of a port: a browser's, or one of node:worker_threads. */
type MenuPort = Pick<MessagePort, 'postMessage' | 'addEventListener' | 'start'>

const forMenu = ({ id, title, group, shortcut }: Command): MenuCommand => ({
  id,
  title,
  group,
  shortcut: shortcut ?? null,
})

/** Shows the page's commands in the menu behind a port, and runs what is chosen there. Returns how to stop. */
export function serveMenu(port: MenuPort): () => void {
  let sent = ''
  let isDue = false
  const send = () => {
    isDue = false
    const table = allCommands().map(forMenu)
    const now = JSON.stringify(table)
    if (now === sent) return
    sent = now
    port.postMessage(table)
  }
  // A change of page takes commands away and adds others: one message for both.
  const stop = onCommands(() => {
    if (isDue) return
    isDue = true
    queueMicrotask(send)
  })
  port.addEventListener('message', (event) => {
    const choice = menuChoiceSchema.safeParse((event as MessageEvent).data)
    if (!choice.success) return
    const command = allCommands().findLast(({ id }) => id === choice.data.run)
    if (command !== undefined) giveCommand(command)
  })
  port.start()
  send()
  return stop
}

/** On the desktop a page gets the menu's port beside the core's, again after every start of the core. */
export function followNativeMenu(page: Window): void {
  let stop = () => {}
  page.addEventListener('message', (event) => {
    // Only the preload of this very window may hand over a port.
    if (event.source !== page || event.data !== portMessage) return
    const port = event.ports[1]
    if (port === undefined) return
    stop()
    stop = serveMenu(port)
  })
}
