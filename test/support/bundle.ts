import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { build } from 'vite'
import { root } from './repository.ts'

/** Names imported from files of `shared/render`. */
export type Part = ReadonlyMap<string, ReadonlySet<string>>

/**
 * Builds a part of the engine as the pages' own build does: as a worker, minified, what is imported lazily in
 * chunks of its own. The code of `page` is a script that leaves what was imported in `galley`.
 */
export async function buildPart(eager: Part, lazy: readonly string[]) {
  const folder = mkdtempSync(join(root, 'node_modules/.galley-bundle-'))
  try {
    const input = join(folder, 'page.ts')
    writeFileSync(join(folder, 'part.ts'), partOf(eager, lazy))
    writeFileSync(input, "new Worker(new URL('./part.ts', import.meta.url), { type: 'module' })\n")
    const made = await build({
      root,
      configFile: false,
      logLevel: 'silent',
      resolve: { alias: { '#shared': join(root, 'shared') } },
      worker: { format: 'es' },
      build: { write: false, minify: true, modulePreload: false, rollupOptions: { input } },
    })
    const files = 'output' in made ? made.output : []
    const chunks = files.flatMap((file) =>
      file.type === 'asset' ? [{ name: nameOf(file.fileName), code: String(file.source) }] : [],
    )
    const page = chunks.find(({ name }) => name === 'part')
    if (page === undefined) throw new Error('The build made no worker.')
    const later = chunks.filter((chunk) => chunk !== page)
    return { page: page.code, later: later.map(({ name, code }) => [name, code] as const) }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const nameOf = (fileName: string) => basename(fileName).replace(/-.*/, '')

function partOf(eager: Part, lazy: readonly string[]): string {
  const imports = [...eager].map(
    ([path, names]) => `import { ${[...names].join(', ')} } from '#shared/render/${path}'`,
  )
  const names = [...eager.values()].flatMap((set) => [...set])
  const later = lazy.map((path, index) => `l${index}: () => import('#shared/render/${path}')`)
  return `${imports.join('\n')}\nglobalThis.galley = { ${[...names, ...later].join(', ')} }\n`
}
