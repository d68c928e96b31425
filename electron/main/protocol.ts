import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import { protocol, type Session } from 'electron'
import { contentSecurityPolicy, pageTypes } from '#shared/contract/pages.ts'
import { isOurs, scheme } from './origin.ts'

/** Has to run before the app is ready: Chromium fixes the rights of schemes at its start. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
}

/** Every built file by the path it is served under; a path that climbs out names no entry. */
function listPages(folder: string): Map<string, string> {
  const files = new Map<string, string>()
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    files.set(`/${relative(folder, path).split(sep).join('/')}`, path)
  }
  return files
}

/** Serves the built pages under the app's own origin. */
export function servePages(session: Session, folder: string): void {
  const files = listPages(folder)
  session.protocol.handle(scheme, async (request) => {
    const path = URL.parse(request.url)?.pathname
    const file = isOurs(request.url) && path !== undefined ? files.get(path) : undefined
    if (file === undefined) return new Response('There is no such page.', { status: 404 })
    // Read here, not fetched: a request for file:// would meet the rule that refuses all but ours.
    return new Response(await readFile(file), {
      headers: {
        'Content-Type': pageTypes[extname(file)] ?? 'application/octet-stream',
        'Content-Security-Policy': contentSecurityPolicy,
        'X-Content-Type-Options': 'nosniff',
      },
    })
  })
}
