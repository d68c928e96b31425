import { app, type Session, type WebContents } from 'electron'
import { isOurs, scheme } from './origin.ts'

/** A page stays where it is: it opens no window, goes nowhere and embeds nothing. */
function confine(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  contents.on('will-navigate', (event) => {
    if (!isOurs(event.url)) event.preventDefault()
  })
  contents.on('will-redirect', (event) => event.preventDefault())
  contents.on('will-attach-webview', (event) => event.preventDefault())
}

/** Applies to every page from its creation on, also to ones nobody meant to create. */
export function confinePages(): void {
  app.on('web-contents-created', (_event, contents) => confine(contents))
}

/** No permission is needed, so none is given; what the page writes to the clipboard needs none. */
export function denyPermissions(session: Session): void {
  const harmless = 'clipboard-sanitized-write'
  session.setPermissionRequestHandler((_contents, permission, decide) => {
    decide(permission === harmless)
  })
  session.setPermissionCheckHandler((_contents, permission) => permission === harmless)
  session.setDevicePermissionHandler(() => false)
}

/** Pages reach our own origin only: the policy says so, and this holds where a policy would not. */
export function refuseRemoteRequests(session: Session): void {
  const allowed = [`${scheme}:`, 'devtools:', 'data:']
  session.webRequest.onBeforeRequest((request, decide) => {
    decide({ cancel: !allowed.includes(URL.parse(request.url)?.protocol ?? '') })
  })
}
