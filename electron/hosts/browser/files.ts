import { createReadStream, existsSync, readdirSync, statSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, join, relative, sep } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { GalleyError } from '#shared/contract/errors.ts'
import { pageTypes } from '#shared/contract/pages.ts'

/** Serves the file of an address path; false where the folder holds no such file. */
export type ServeFile = (
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
) => Promise<boolean>

/**
 * Every file below a folder by the address path it is served under. Throws `missing_part` where the
 * pages were not built.
 */
function listFiles(folder: string): Map<string, string> {
  if (!existsSync(folder)) {
    throw new GalleyError('missing_part', `There are no built pages in ${folder}.`, {
      fix: 'Build them with: npm run build',
      where: { file: folder },
    })
  }
  const files = new Map<string, string>()
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    files.set(`/${relative(folder, path).split(sep).join('/')}`, path)
  }
  return files
}

/**
 * Serves the built pages. The files are listed once and looked up by their exact name: a path that
 * climbs out of the folder, however it is written, names no entry and so does not exist.
 */
export function serveFolder(folder: string): ServeFile {
  const files = listFiles(folder)
  return async (path, request, response) => {
    const file = files.get(path === '/' ? '/index.html' : path)
    if (file === undefined) return false
    const stat = statSync(file, { throwIfNoEntry: false })
    if (stat === undefined) return false
    response.setHeader('Content-Type', pageTypes[extname(file)] ?? 'application/octet-stream')
    response.setHeader('Content-Length', stat.size)
    // Names of assets carry a hash of their content; the page itself must never be a stale one.
    const isHashed = path.startsWith('/assets/')
    response.setHeader(
      'Cache-Control',
      isHashed ? 'private, max-age=31536000, immutable' : 'no-store',
    )
    if (request.method === 'HEAD') response.end()
    else await pipeline(createReadStream(file), response)
    return true
  }
}
