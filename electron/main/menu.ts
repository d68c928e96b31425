import { app, Menu, MessageChannelMain, type MessagePortMain, type WebContents } from 'electron'
import { type MenuChoice, type MenuCommand, menuTableSchema } from '#shared/contract/desktop.ts'
import { menuItems } from './menu-items.ts'

interface PageMenu {
  commands: MenuCommand[]
  port: MessagePortMain
}

/** The application's menu: the roles of the system, and the commands of the page that is in front. */
export class AppMenu {
  readonly #pages = new Map<WebContents, PageMenu>()
  #front: WebContents | null = null

  constructor() {
    app.on('browser-window-focus', (_event, window) => this.#show(window.webContents))
    this.#build([])
  }

  /** A port for a page that was loaded anew: over it come its commands, and goes what was chosen. */
  portFor(page: WebContents): MessagePortMain {
    const before = this.#pages.get(page)
    before?.port.close()
    const { port1, port2 } = new MessageChannelMain()
    const own: PageMenu = { commands: [], port: port1 }
    this.#pages.set(page, own)
    port1.on('message', ({ data }) => {
      // A page that sends nonsense has no commands in the menu; nothing else comes of it.
      own.commands = menuTableSchema.safeParse(data).data ?? []
      if (this.#front === page || this.#front === null) this.#show(page)
    })
    port1.start()
    if (before === undefined) page.once('destroyed', () => this.#pages.delete(page))
    return port2
  }

  #show(page: WebContents): void {
    this.#front = page
    this.#build(this.#pages.get(page)?.commands ?? [])
  }

  #build(commands: readonly MenuCommand[]): void {
    const isMac = process.platform === 'darwin'
    const choose = (id: string) => {
      const page = this.#front && this.#pages.get(this.#front)
      page?.port.postMessage({ run: id } satisfies MenuChoice)
    }
    const items = menuItems(commands, { isMac, isPackaged: app.isPackaged, choose })
    Menu.setApplicationMenu(Menu.buildFromTemplate(items))
  }
}
