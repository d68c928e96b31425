import { join } from 'node:path'
import { app, BrowserWindow, dialog, session } from 'electron'
import { type CoreProcess, startCoreProcess } from './core-process.ts'
import { AppMenu } from './menu.ts'
import { registerScheme, servePages } from './protocol.ts'
import { confinePages, denyPermissions, refuseRemoteRequests } from './security.ts'
import { openWindow } from './window.ts'

/*
 * The desktop host. Windows, menu, protocol, secrets and start-up order live here; everything else is
 * the core, in a process of its own.
 */

function startCore(root: string, menu: AppMenu): CoreProcess {
  return startCoreProcess(root, {
    alsoFor: (page) => [menu.portFor(page)],
    onFailed({ message, problem }) {
      dialog.showErrorBox('Galley cannot open the workspace', `${message}\n\n${problem.fix ?? ''}`)
      app.exit(3)
    },
    onGivenUp(exitCode) {
      dialog.showErrorBox(
        'Galley’s core keeps stopping',
        `It ended with code ${exitCode} several times within a minute. Your work is saved; start Galley again.`,
      )
      app.exit(1)
    },
  })
}

function showFirstWindow(): void {
  const [window] = BrowserWindow.getAllWindows()
  if (window === undefined) return
  if (window.isMinimized()) window.restore()
  window.focus()
}

async function start(): Promise<void> {
  // Before ready: rights of schemes, and rules that must hold for the very first page.
  registerScheme()
  confinePages()
  app.enableSandbox()
  await app.whenReady()

  const root = app.getAppPath()
  denyPermissions(session.defaultSession)
  refuseRemoteRequests(session.defaultSession)
  servePages(session.defaultSession, join(root, 'out', 'renderer'))

  const core = startCore(root, new AppMenu())
  const open = () => core.attach(openWindow(root).webContents)
  open()

  app.on('second-instance', showFirstWindow)
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) open()
  })
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  closeCoreFirst(core)
}

/** Quitting waits for the core, so that a run under way is put down in order. */
function closeCoreFirst(core: CoreProcess): void {
  let isClosed = false
  app.on('will-quit', (event) => {
    if (isClosed) return
    event.preventDefault()
    void core.stop().then(() => {
      isClosed = true
      app.quit()
    })
  })
}

// A second start brings the first one's window to the front: two cores on one workspace help nobody.
if (app.requestSingleInstanceLock()) void start()
else app.quit()
