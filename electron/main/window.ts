import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { app, BrowserWindow, screen } from 'electron'
import { z } from 'zod'
import { startAddress } from './origin.ts'

const boundsSchema = z.object({
  x: z.number(),
  y: z.number(),
  width: z.number().min(400),
  height: z.number().min(300),
})
type Bounds = z.infer<typeof boundsSchema>

const boundsFile = () => join(app.getPath('userData'), 'window.json')

/** Where the window was last; null where that is unknown or on a display that is gone. */
function lastBounds(): Bounds | null {
  if (!existsSync(boundsFile())) return null
  try {
    const bounds = boundsSchema.parse(JSON.parse(readFileSync(boundsFile(), 'utf8')))
    const { workArea } = screen.getDisplayMatching(bounds)
    const isVisible =
      bounds.x < workArea.x + workArea.width && bounds.y < workArea.y + workArea.height
    return isVisible ? bounds : null
  } catch {
    // A broken file costs the position and nothing else.
    return null
  }
}

/** Opens the workbench's window. The page has no Node, no Electron and no way out of its sandbox. */
export function openWindow(root: string): BrowserWindow {
  const window = new BrowserWindow({
    width: 1360,
    height: 880,
    ...lastBounds(),
    minWidth: 720,
    minHeight: 480,
    show: false,
    title: 'Galley',
    webPreferences: {
      preload: join(root, 'out', 'preload', 'preload.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      webviewTag: false,
      webSecurity: true,
      spellcheck: false,
    },
  })
  // Shown when painted: an empty white window looks like a crash.
  window.once('ready-to-show', () => window.show())
  window.on('close', () => {
    try {
      writeFileSync(boundsFile(), JSON.stringify(window.getNormalBounds()))
    } catch {
      // A full disk costs the position and nothing else.
    }
  })
  void window.loadURL(startAddress)
  return window
}
