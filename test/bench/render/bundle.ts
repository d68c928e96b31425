import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** Bytes of the given modules of `shared/render` as the page's own build makes them: minified, one chunk. */
async function bundle(modules: readonly string[]): Promise<{ plain: number; gzip: number }> {
  const folder = mkdtempSync(join(root, 'node_modules/.galley-bundle-'))
  try {
    const input = join(folder, 'entry.ts')
    // Keeping every export alive: what the page happens not to import today would be dropped otherwise.
    const imports = modules.map(
      (name, index) => `import * as m${index} from '#shared/render/${name}.ts'`,
    )
    const names = modules.map((_, index) => `m${index}`)
    writeFileSync(input, `${imports.join('\n')}\nglobalThis.galley = [${names.join(', ')}]\n`)
    const made = await build({
      root,
      configFile: false,
      logLevel: 'silent',
      resolve: { alias: { '#shared': join(root, 'shared') } },
      build: { write: false, minify: true, modulePreload: false, rollupOptions: { input } },
    })
    const [chunk] = 'output' in made ? made.output : []
    if (chunk === undefined) throw new Error('The build made no chunk.')
    return { plain: Buffer.byteLength(chunk.code), gzip: gzipSync(chunk.code).length }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Prints the size of the engine's part of the page. */
export async function reportBundle(): Promise<void> {
  console.log('\nbundle, minified')
  for (const modules of [['engine'], ['engine', 'messages', 'analysis']]) {
    const { plain, gzip } = await bundle(modules)
    const kB = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`
    console.log(`  ${modules.join(' + ').padEnd(30)} ${kB(plain)} (${kB(gzip)} compressed)`)
  }
}
