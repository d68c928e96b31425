import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserHost, startBrowserHost } from '#hosts/browser/serve.ts'
import { listLogger, openTestCore } from '../../support/core.ts'

/** Pages as small as they can be, with a secret beside them that must never be served. */
function writePages(): { folder: string; outside: string } {
  const outside = mkdtempSync(join(tmpdir(), 'galley-pages-'))
  const folder = join(outside, 'renderer')
  mkdirSync(join(folder, 'assets'), { recursive: true })
  writeFileSync(join(outside, 'secret.txt'), 'must stay unseen')
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Galley</title>')
  writeFileSync(join(folder, 'assets', 'index-abc123.js'), 'export {}')
  return { folder, outside }
}

export interface TestHost extends BrowserHost {
  core: Awaited<ReturnType<typeof openTestCore>>
  logger: ReturnType<typeof listLogger>
  /** A session's cookie, got the way a browser gets it. */
  signIn(): Promise<string>
  dispose(): Promise<void>
}

/** The real browser host on a free port, over a real core on a fresh workspace. */
export async function startTestHost(): Promise<TestHost> {
  const core = await openTestCore()
  const { folder, outside } = writePages()
  const logger = listLogger()
  const host = await startBrowserHost({
    core,
    logger,
    pagesFolder: folder,
    version: '9.9.9',
    port: 0,
  })
  return {
    ...host,
    core,
    logger,
    async signIn() {
      const answer = await fetch(host.newAddress(), { redirect: 'manual' })
      return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    },
    async dispose() {
      await host.close()
      await core.dispose()
      rmSync(outside, { recursive: true, force: true })
    },
  }
}
