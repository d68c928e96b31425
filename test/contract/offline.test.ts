import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import { testFolder } from '../support/core.ts'
import { root } from '../support/repository.ts'

const recorder = fileURLToPath(new URL('support/record-connections.mjs', import.meta.url))

beforeAll(async () => {
  const built = spawn(process.execPath, [join(root, 'electron/hosts/launch/build.mjs'), 'core'])
  expect(await text(built.stderr)).toBe('')
}, 120_000)

/** Runs the built command line as its own process, watched. */
async function watched(args: string[], folder: string, env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [join(root, 'out/main/cli.js'), ...args], {
    cwd: folder,
    env: {
      ...process.env,
      ...env,
      GALLEY_HOME: join(folder, 'home'),
      NODE_OPTIONS: `--import=${recorder}`,
      CONNECTIONS_FILE: join(folder, 'connections.txt'),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<number>((resolve) => child.on('close', (code) => resolve(code ?? -1)))
  const [code, out, err] = await Promise.all([ended, text(child.stdout), text(child.stderr)])
  return { code, out, err }
}

test('a whole session without a remote reaches for nothing outside its process', async () => {
  const folder = testFolder()
  writeFileSync(join(folder, 'a.jinja'), 'Hello {{ name }}')
  writeFileSync(join(folder, 'b.njk'), 'Hello {{ name }}')
  writeFileSync(
    join(folder, 'cases.csv'),
    'name,__expected,__recorded:old\nAda,contains:Ada,Hi Ada\n',
  )
  writeFileSync(
    join(folder, 'promptfooconfig.yaml'),
    'prompts: ["Hello {{ name }}"]\nproviders: [echo]\ntests: [{ vars: { name: Ada } }]\n',
  )
  const models = ['--model', 'echo', '--model', 'recorded:old', '--pass-rate', '0']
  const session = [
    ['workspace', 'add-sample'],
    ['template', 'create', '--file', 'a.jinja'],
    ['template', 'save', 'a'],
    ['render', 'a', '--var', 'name=Ada'],
    ['render', 'b.njk', '--var', 'name=Ada'],
    ['dataset', 'import', 'cases.csv'],
    ['dataset', 'export', 'cases', '-o', 'cases.xlsx'],
    ['dataset', 'import', 'cases.xlsx', '--name', 'again'],
    ['run', 'start', '--dataset', 'cases', '--template', 'a@1', ...models],
    ['run', '--config', 'promptfooconfig.yaml'],
    ['guardrail', 'check', 'a harmless text'],
    ['workspace', 'back-up'],
  ]
  for (const args of session)
    expect(await watched(args, folder), args.join(' ')).toMatchObject({ code: 0 })
  const listed = JSON.parse((await watched(['run', 'list', '--json'], folder)).out)
  const { id, columns } = listed.items.find(
    (run: { columns: unknown[] }) => run.columns.length === 2,
  )
  const keys = columns.map(({ key }: { key: string }) => key)
  const told = [
    ['run', 'compare', id, ...keys],
    ...['html', 'junit', 'markdown', 'promptfoo'].map((format) => [
      'run',
      'export',
      id,
      '--format',
      format,
    ]),
  ]
  for (const args of told)
    expect(await watched(args, folder), args.join(' ')).toMatchObject({ code: 0 })
  const noted = readFileSync(join(folder, 'connections.txt'), 'utf8').trim().split('\n')
  const processes = noted.filter((line) => line.startsWith('process '))
  // The child that renders nunjucks and the thread that reads files are given no environment at all, so
  // they are not among them.
  expect(processes.length).toBeGreaterThanOrEqual(session.length + told.length + 1)
  expect(noted.filter((line) => !line.startsWith('process '))).toEqual([])
}, 120_000)

test('the watch notices a connection that is made', async () => {
  const folder = testFolder()
  const url = 'postgres://galley@127.0.0.1:1/prompts'
  const env = { GALLEY_SECRET_REMOTE_MAIN: url }
  await watched(['remote', 'add', 'main', '--url', url], folder, env)
  await watched(['remote', 'check', 'main'], folder, env)
  expect(readFileSync(join(folder, 'connections.txt'), 'utf8')).toContain('connect 127.0.0.1:1\n')
})
