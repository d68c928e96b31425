import { readdirSync, readFileSync } from 'node:fs'
import { Script } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { buildPart, type Part } from '../support/bundle.ts'
import { expectHarmless, hostileCases } from '../support/hostile.ts'

/** Bytes; the goal. */
const LIMIT = 132_000

const pages = new URL('../../renderer/', import.meta.url)

/** What the pages import from the engine, by file: at once, and only when they need it. */
function importsOfPages(): { eager: Part; lazy: string[] } {
  const eager = new Map<string, Set<string>>()
  const lazy = new Set<string>()
  for (const name of readdirSync(pages, { recursive: true, encoding: 'utf8' })) {
    if (!/\.tsx?$/.test(name)) continue
    const source = readFileSync(new URL(name, pages), 'utf8')
    for (const [, names = '', path = ''] of source.matchAll(
      /import \{([^}]*)\} from '#shared\/render\/([^']+)'/g,
    )) {
      const values = names.split(',').map((part) => part.trim())
      const known = eager.get(path) ?? new Set<string>()
      for (const value of values) if (value && !value.startsWith('type ')) known.add(value)
      if (known.size > 0) eager.set(path, known)
    }
    for (const [, path = ''] of source.matchAll(/import\('#shared\/render\/([^']+)'\)/g)) {
      lazy.add(path)
    }
  }
  return { eager, lazy: [...lazy] }
}

describe("the page's part of the engine", async () => {
  const { eager, lazy } = importsOfPages()
  const { page, later } = await buildPart(eager, lazy)

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
    const run = new Script(`${page};
      try { ({ text: ${call} }) } catch (error) {
        if (!(error instanceof galley.TemplateError)) throw error;
        ({})
      }`)
    const { text } = run.runInNewContext() as { text?: string }
    expectHarmless(item, text)
  })
})
