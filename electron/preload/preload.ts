import { ipcRenderer } from 'electron'

/**
 * Passes the message ports on to the page, the core's first and the menu's second, and nothing else: the
 * page gets no channel names, no Node and no Electron. Fresh ports arrive whenever the core's process was started again. The name
 * is the one that `renderer/rpc/transport.ts` listens for.
 */
const portMessage = 'galley:port'

ipcRenderer.on(portMessage, (event) => {
  window.postMessage(portMessage, window.location.origin, event.ports)
})
