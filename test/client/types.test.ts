import { execFileSync, spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { root } from '../support/repository.ts'

/** A service as somebody else would write it, with a compiler's plainest strict settings. */
const SERVICE = `
import { createClient, type RenderResult } from 'galley/client'

const prompts = createClient({
  connectionString: 'postgres://localhost/prompts',
  cache: { preload: 'all' },
  rateLimit: { perMinute: 60 },
  responses: { redis: 'redis://localhost' },
  logging: { spool: { directory: '/var/spool/prompts' } },
  onProblem: ({ kind, message }) => console.error(kind + ': ' + message),
})

export async function answer(question: string, userId: string): Promise<string> {
  const prompt: RenderResult = await prompts.renderPrompt('ask', { question }, { userId })
  switch (prompt.kind) {
    case 'success': {
      const answer = await prompts.respond(prompt, async ({ messages, model }) => ({
        text: messages.map(({ role, content }) => role + content).join() + (model.temperature ?? 1).toFixed(),
      }))
      return answer.kind === 'success' ? answer.text : answer.kind
    }
    case 'blocked':
      return prompt.violations.map(({ masked }) => masked).join()
    case 'failure':
      return prompt.message + (prompt.retryAfterMs ?? 0)
  }
}
`

const WRONG = `
import { createClient } from 'galley/client'
createClient({ connectionString: 'x', cahce: {} })
const result = await createClient({ connectionString: 'x' }).renderPrompt('ask', {})
result.messages
`

let project: string
beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'galley-consumer-'))
  const installed = join(project, 'node_modules', 'galley')
  mkdirSync(installed, { recursive: true })
  copyFileSync(join(root, 'package.json'), join(installed, 'package.json'))
  const script = join(root, 'shared', 'client', 'build-types.mjs')
  execFileSync(process.execPath, [script, join(installed, 'out', 'client', 'types')])
  writeFileSync(join(project, 'package.json'), '{"type":"module"}')
  return () => rmSync(project, { recursive: true, force: true })
})

/** What the compiler says of `source`, with nothing installed but the package; libraries are checked, too. */
function compile(source: string, settings: Record<string, unknown>): string {
  writeFileSync(join(project, 'service.ts'), source)
  const compilerOptions = {
    strict: true,
    noEmit: true,
    target: 'es2022',
    lib: ['es2022', 'dom'],
    types: [],
    ...settings,
  }
  writeFileSync(
    join(project, 'tsconfig.json'),
    JSON.stringify({ compilerOptions, files: ['service.ts'] }),
  )
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
  return spawnSync(process.execPath, [tsc, '-p', project], { encoding: 'utf8' }).stdout
}

test.each([
  { module: 'nodenext' },
  { module: 'esnext', moduleResolution: 'bundler' },
  { module: 'nodenext', exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true },
])('a consumer compiles with %o and nothing of ours', (settings) => {
  expect(compile(SERVICE, settings)).toBe('')
})

test('and is told what is wrong', () => {
  const said = compile(WRONG, { module: 'nodenext' })
  expect(said).toContain("'cahce' does not exist")
  expect(said).toContain("Property 'messages' does not exist")
})
