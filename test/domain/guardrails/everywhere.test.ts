import { join } from 'node:path'
import { createContext, runInContext } from 'node:vm'
import { build } from 'vite'
import { expect, it } from 'vitest'
import * as engine from '#shared/domain/guardrails/engine.ts'
import { root } from '../../support/repository.ts'
import { benignRows, rows, type TextRow } from './corpus.ts'

const entry = join(root, 'shared/domain/guardrails/engine.ts')

/** The engine as one script, the way a page gets it: minified, nothing imported, everything included. */
async function bundled(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      minify: true,
      lib: { entry, formats: ['iife'], name: 'engine' },
      rollupOptions: { output: { codeSplitting: false } },
    },
  })
  const outputs = [built].flat().flatMap((result) => ('output' in result ? result.output : []))
  return outputs.map((part) => (part.type === 'chunk' ? part.code : '')).join('')
}

it('the same module fits into 400 kB and answers the same with no host around it', async () => {
  const script = await bundled()
  expect(script.length / 1024).toBeLessThanOrEqual(400)
  // Neither Node's nor a page's objects: what every host has, and no more.
  const context = createContext({ TextEncoder, URL })
  runInContext(`${script}; this.engine = engine`, context)
  const there = context.engine as typeof engine
  const texts = [
    ...rows<TextRow>('pii.jsonl'),
    ...rows<TextRow>('injection.jsonl'),
    ...rows<TextRow>('toxicity.jsonl'),
    ...benignRows(),
  ]
  const judge = ({ compileGuardrails, defaultGuardrails }: typeof engine) => {
    const guardrails = compileGuardrails(defaultGuardrails)
    return (text: string) => JSON.stringify(guardrails.check({ stage: 'input', text }))
  }
  const [ours, theirs] = [judge(engine), judge(there)]
  const different = texts.filter(({ text }) => ours(text) !== theirs(text)).map(({ id }) => id)
  expect(different).toEqual([])
})
