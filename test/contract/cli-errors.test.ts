import { once } from 'node:events'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { writePieces } from '#hosts/cli/output.ts'
import { testFolder } from '../support/core.ts'
import { galley } from './support/cli.ts'

/** A folder with the given files; a workspace and the working folder at once. */
function folderWith(files: Record<string, string> = {}): { home: string; cwd: string } {
  const folder = testFolder()
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return { home: join(folder, 'home'), cwd: folder }
}

const errorOf = (text: string) => JSON.parse(text).error

describe('wrong input ends with the documented error', () => {
  test('an unknown template names the nearest one', async () => {
    const at = folderWith({ 'a.jinja': 'Hello' })
    await galley(['template', 'create', 'topic-extraction', '--file', 'a.jinja'], at)
    const { code, err, out } = await galley(['template', 'show', 'topic-extractoin'], at)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain('error: There is no template "topic-extractoin".')
    expect(err).toContain('topic-extraction')
  })

  test('a syntax error says file, line and column', async () => {
    const at = folderWith({ 'bad.jinja': 'one\ntwo {% if x %}\n{{ y' })
    const render = await galley(['render', 'bad.jinja', '--json'], { ...at, cwd: at.cwd })
    expect(render.code).toBe(2)
    expect(errorOf(render.err)).toMatchObject({
      code: 'template_syntax',
      where: { file: 'bad.jinja', line: 3, column: expect.any(Number) },
    })
    const check = await galley(['template', 'check', 'bad.jinja'], at)
    expect(check.code).toBe(2)
    expect(check.out).toMatch(/error: bad\.jinja:3:\d+ /)
  })

  test('an undefined variable suggests the one that was meant', async () => {
    const at = folderWith({ 'a.jinja': 'line one\nHello {{ nmae }}!' })
    const { code, err } = await galley(['render', 'a.jinja', '--var', 'name=Ada', '--json'], at)
    expect(code).toBe(2)
    expect(errorOf(err)).toMatchObject({
      code: 'undefined_variable',
      suggestion: 'name',
      where: { file: 'a.jinja', line: 2, column: 10 },
    })
  })

  test('a file that is not there, or no text, is no template', async () => {
    const at = folderWith()
    writeFileSync(join(at.cwd, 'picture.jinja'), Buffer.from([0x89, 0x50, 0xff, 0xfe]))
    writeFileSync(join(at.cwd, 'marked.jinja'), '\ufeffHello')
    const create = async (file: string) =>
      galley(['template', 'create', '--file', file, '--json'], at)
    const picture = await create('picture.jinja')
    expect(picture.code).toBe(2)
    expect(errorOf(picture.err)).toMatchObject({
      code: 'malformed_file',
      message: 'picture.jinja is not text in UTF-8.',
    })
    expect((await galley(['render', './gone.jinja'], at)).err).toContain('no file ./gone.jinja')
    // The mark of a Windows editor would stand first in every prompt.
    expect((await create('marked.jinja')).code).toBe(0)
    expect((await galley(['render', 'marked'], at)).out).toBe('Hello\n')
  })

  test('a misspelt command is no call for help', async () => {
    const { code, err } = await galley(['tmeplate', '--help'], folderWith())
    expect(code).toBe(2)
    expect(err).toContain('Did you mean template?')
  })

  test('a run of which every cell fails says why, at its end and in its results', async () => {
    const at = folderWith({ 'a.jinja': 'Hello {{ nme }}!', 'cases.csv': 'name,expected\nAda,1\n' })
    await galley(['template', 'create', 'a', '--file', 'a.jinja'], at)
    await galley(['template', 'save', 'a'], at)
    const imported = await galley(['dataset', 'import', 'cases.csv'], at)
    expect(imported.err).toContain('--map expected=expected')
    const command = ['run', 'start', '--dataset', 'cases', '--template', 'a@1', '--model', 'echo']
    const run = await galley([...command, '--json'], at)
    expect(run.code).toBe(100)
    expect(run.err).toContain('column c1: 1 × `nme` is not defined')
    const results = await galley(['run', 'results', JSON.parse(run.out).id], at)
    expect(results.out).toContain('error: `nme` is not defined')
  })

  test('a malformed CSV says row and column, and nothing is imported', async () => {
    const at = folderWith({ 'cases.csv': 'question,expected\n1+1,2\n2+2\n' })
    const { code, err } = await galley(['dataset', 'import', 'cases.csv', '--json'], at)
    expect(code).toBe(2)
    expect(errorOf(err)).toMatchObject({ code: 'malformed_file', where: { row: 3 } })
    const listed = await galley(['dataset', 'list', '--json'], at)
    expect(JSON.parse(listed.out)).toEqual([])
  })

  test('malformed JSON of bindings says where it breaks', async () => {
    const at = folderWith({ 'a.jinja': '{{ a }}', 'vars.json': '{\n  "a": 1,\n  "b": }\n' })
    const { code, err } = await galley(['render', 'a.jinja', '--vars', 'vars.json'], at)
    expect(code).toBe(2)
    expect(err).toContain('vars.json, line 3')
  })

  test('a line of a case file that is no case names its row', async () => {
    const at = folderWith({ 'cases.jsonl': '{"id":"1","template":"{{ 1 }}"}\n{"id":"2"}\n' })
    const { code, out, err } = await galley(['render', '--cases', 'cases.jsonl', '--json'], at)
    expect(out).toBe('{"id":"1","output":"1"}\n')
    expect(code).toBe(2)
    expect(errorOf(err)).toMatchObject({ code: 'malformed_file', where: { row: 2 } })
  })

  test('a missing file, a missing option and a misspelt verb are usage errors', async () => {
    for (const args of [
      ['template', 'create', 'x', '--file', 'nowhere.txt'],
      ['template', 'create', 'x'],
      ['template', 'shwo', 'x'],
      ['run', 'start', '--dataset', 'd', '--template', 'a', '--model', 'echo'],
      ['experiment', 'simulate', 'no-id', 'c1', 'c2'],
      ['template', 'list', '--limit', 'many'],
      ['template', 'list', '--limit', '5000'],
      ['render', 'x', '--dialect', 'php'],
      ['run', 'start', '--dataset', 'd', '--template', 'a@1', '--model', 'gpt'],
      [
        'run',
        'start',
        '--dataset',
        'd',
        '--template',
        'a@1',
        '--model',
        'echo',
        '--assert',
        'nonsense',
      ],
      ['run', 'results', '01900000-0000-7000-8000-000000000000', '--filter', 'odd'],
      ['dataset', 'import', 'x.csv', '--map', 'a=nonsense'],
      ['remote', 'add', 'main'],
    ]) {
      const { code, err } = await galley(args)
      expect({ args, code }).toEqual({ args, code: 2 })
      expect(err, args.join(' ')).toMatch(/^error: /)
    }
  })
})

describe('a wrong environment ends with 3', () => {
  test('an unreachable Postgres', async () => {
    const at = folderWith()
    const url = 'postgres://galley:secret@127.0.0.1:1/prompts'
    const env = { GALLEY_SECRET_REMOTE_MAIN: url }
    const added = await galley(['remote', 'add', 'main', '--url', url], { ...at, env })
    expect(added).toMatchObject({ code: 0 })
    expect(added.out).not.toContain('secret')
    const check = await galley(['remote', 'check', 'main'], { ...at, env })
    expect(check.code).toBe(3)
    const { code, err } = await galley(['publish', 'list', '--remote', 'main', '--json'], {
      ...at,
      env,
    })
    expect(code).toBe(3)
    expect(errorOf(err)).toMatchObject({ code: 'remote_unreachable', fix: expect.any(String) })
    expect(err).not.toContain('secret')
  })

  test('a workspace of a newer Galley is left alone', async () => {
    const at = folderWith()
    await galley(['workspace', 'show'], at)
    const file = join(at.home, 'workspace.sqlite')
    const database = new Database(file)
    const columns = database.prepare('SELECT * FROM galley_migrations LIMIT 1').get() as object
    const future = { ...columns, number: 9999, name: '9999_future.sql', hash: 'ff' }
    const names = Object.keys(future)
    database
      .prepare(
        `INSERT INTO galley_migrations (${names}) VALUES (${names.map((name) => `@${name}`)})`,
      )
      .run(future)
    database.close()
    const { code, err } = await galley(['workspace', 'show', '--json'], at)
    expect(code).toBe(3)
    expect(errorOf(err)).toMatchObject({ code: 'schema_newer', where: { file } })
  })

  test('a data folder that cannot be written', async () => {
    const { cwd } = folderWith({ file: 'in the way' })
    const { code, err } = await galley(['workspace', 'show', '--json'], {
      home: join(cwd, 'file', 'x'),
    })
    expect(code).toBe(3)
    expect(errorOf(err).fix).toContain('GALLEY_HOME')
  })

  test('a port in use', async () => {
    const at = folderWith()
    mkdirSync(at.home, { recursive: true })
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const address = other.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const { code, err } = await galley(['serve', '--port', String(port), '--json'], at)
    other.close()
    expect(code).toBe(3)
    expect(errorOf(err)).toMatchObject({
      code: 'port_in_use',
      fix: expect.stringContaining('--port'),
    })
  })

  test('a secret where there is no keyring names the variable to set', async () => {
    const { hostSecrets } = await import('#hosts/secrets.ts')
    const store = hostSecrets({}, () => Promise.reject(new Error('no keyring')))
    await expect(store.set('remote.main', 'x')).rejects.toMatchObject({
      code: 'missing_part',
      problem: { fix: expect.stringContaining('GALLEY_SECRET_REMOTE_MAIN') },
    })
    expect(await store.get('remote.main')).toBeNull()
  })
})

test('a report that breaks off leaves neither half a file nor a crash', async () => {
  const cwd = testFolder()
  async function* pieces() {
    yield { text: 'half' }
    // Time for the file to be opened, or to turn out to be one that cannot be.
    await stat(cwd)
    await setImmediate()
    throw new Error('the core went away')
  }
  const io = { cwd } as Parameters<typeof writePieces>[0]
  await expect(writePieces(io, 'report.csv', pieces())).rejects.toThrow('the core went away')
  expect(readdirSync(cwd)).toEqual([])
  await expect(writePieces(io, 'nowhere/report.csv', pieces())).rejects.toThrow()
})
