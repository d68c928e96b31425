import { ipcRenderer } from 'electron'

/**
 * Passes the core's message port on to the page, and nothing else: the page gets no channel names, no
 * Node and no Electron. A fresh port arrives whenever the core's process was started again. The name
 * is the one that `renderer/rpc/transport.ts` listens for.
 */
const portMessage = 'galley:port'

ipcRenderer.on(portMessage, (event) => {
  window.postMessage(portMessage, window.location.origin, event.ports)
})
