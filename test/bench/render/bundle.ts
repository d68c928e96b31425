import { gzipSync } from 'node:zlib'
import { buildPart } from '../../support/bundle.ts'

const live = new Map([
  ['engine.ts', new Set(['compile', 'contextFromValues', 'TemplateError'])],
  ['messages.ts', new Set(['renderBody'])],
])

/** Prints the size of the engine's part of the page, minified as the pages' own build does it. */
export async function reportBundle(): Promise<void> {
  console.log('\nbundle, minified')
  const { page, later } = await buildPart(live, ['analysis.ts', 'language.ts'])
  const chunks = [['engine and messages', page] as const, ...later]
  for (const [name, code] of chunks) {
    const kB = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`
    const sizes = `${kB(Buffer.byteLength(code))} (${kB(gzipSync(code).length)} compressed)`
    console.log(`  ${name.padEnd(30)} ${sizes}`)
  }
}
