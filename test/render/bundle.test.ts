import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Script } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { buildPart, type Part } from '../support/bundle.ts'
import { expectHarmless, hostileCases } from '../support/hostile.ts'

/**
 * Bytes before compression of all that the previewing worker loads from `shared/render` before it can render:
 * engine, messages, and what puts guardrails around them. The goal is 120 kB for the first two alone.
 */
const LIMIT = 120_000

const pages = new URL('../../renderer/', import.meta.url)

const sources = new Map(
  readdirSync(pages, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => [name, readFileSync(new URL(name, pages), 'utf8')]),
)

/** The worker that renders what is typed, and all that is loaded with it. */
const atOnce = new Set(['features/templates/preview/previewer.worker.ts'])
for (const name of atOnce) {
  const imports = sources.get(name)?.matchAll(/^(?:import|export) (?!type ).*?'(\.[^']+)'/gms) ?? []
  for (const [, path = ''] of imports) atOnce.add(join(dirname(name), path))
}

/** The values that the pages import from the engine, by its files: at once, and later. */
function importsOfPages(): { eager: Part; lazy: string[] } {
  const eager = new Map<string, Set<string>>()
  const lazy = new Set<string>()
  for (const [name, source] of sources) {
    const imports = source.matchAll(/import \{([^}]*)\} from '#shared\/render\/([^']+)'/g)
    for (const [, list = '', path = ''] of imports) {
      const values = list.split(',').map((part) => part.trim())
      const used = values.filter((value) => value !== '' && !value.startsWith('type '))
      if (used.length === 0) continue
      if (!atOnce.has(name)) lazy.add(path)
      else eager.set(path, new Set([...(eager.get(path) ?? []), ...used]))
    }
  }
  return { eager, lazy: [...lazy] }
}

describe("the page's part of the engine", async () => {
  const { eager, lazy } = importsOfPages()
  const { page, later } = await buildPart(eager, lazy)
  // A script cannot load chunks.
  const { page: script } = await buildPart(eager, [])

  it('stays small: bytes before compression', () => {
    const kB = (code: string) => `${(Buffer.byteLength(code) / 1000).toFixed(1)} kB`
    const names = [...eager.keys()].join(', ')
    console.log(`page: ${kB(page)} at once (${names})`)
    for (const [name, code] of later) console.log(`page: ${kB(code)} later (${name})`)
    expect(Buffer.byteLength(page)).toBeLessThan(LIMIT)
  })

  // Without Node: the script sees nothing but the language, as in a page without its DOM.
  it.each(hostileCases.map((item) => [item.id, item] as const))('withstands %s', (_id, item) => {
    const call = `galley.compile(${JSON.stringify(item.template)})
      .render(galley.contextFromValues(${JSON.stringify(item.context)}))`
    const run = new Script(`${script};
      try { ({ text: ${call} }) } catch (error) {
        if (!(error instanceof galley.TemplateError)) throw error;
        ({})
      }`)
    const { text } = run.runInNewContext() as { text?: string }
    expectHarmless(item, text)
  })
})
