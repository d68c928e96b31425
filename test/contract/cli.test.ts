import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import type { Io } from '#hosts/cli/io.ts'
import { progressView } from '#hosts/cli/progress.ts'
import { dataFolder } from '#hosts/data-folder.ts'
import { readFailure } from '#hosts/failure.ts'
import { browserCommand } from '#hosts/open-browser.ts'
import { hostSecrets, secretVariable } from '#hosts/secrets.ts'
import { runIdSchema } from '#shared/contract/base.ts'
import type { RunProgress } from '#shared/contract/run/run.ts'
import { testFolder } from '../support/core.ts'
import { makeFakeProvider, sendError } from '../support/models/fake-provider.ts'
import { makeHeldModel } from '../support/models/held-model.ts'
import { galley } from './support/cli.ts'

/** A workspace with two versions of one template and a dataset with two recorded models. */
async function filledWorkspace() {
  const cwd = testFolder()
  const at = { home: join(cwd, 'home'), cwd }
  const cases = [1, 2, 3, 4].map((n) => `${n}+${n},${2 * n},${2 * n},${n === 1 ? 2 : 0}`)
  writeFileSync(join(cwd, 'sums.csv'), ['q,sum,good,bad', ...cases].join('\n'))
  writeFileSync(join(cwd, 'sum.jinja'), 'What is {{ q }}?')
  await galley(['template', 'create', '--file', 'sum.jinja'], at)
  await galley(['template', 'save', 'sum'], at)
  const maps = ['--map', 'sum=expected', '--map', 'good=recorded:good', '--map', 'bad=recorded:bad']
  await galley(['dataset', 'import', 'sums.csv', ...maps], at)
  return at
}

const start = ['run', 'start', '--dataset', 'sums', '--template', 'sum@1', '--assert', 'number']

describe('the path on the command line', () => {
  test('authoring: create, save, edit, diff, restore, recover', async () => {
    const at = await filledWorkspace()
    const saved = await galley(['template', 'save', 'sum', '--json'], at)
    expect(JSON.parse(saved.out)).toMatchObject({ number: 1 })
    const edited = await galley(['template', 'edit', 'sum', '--file', '-'], {
      ...at,
      stdin: 'Please add: {{ q }}',
    })
    expect(edited.code).toBe(0)
    const second = await galley(['template', 'save', 'sum', '--note', 'politer', '--json'], at)
    expect(JSON.parse(second.out)).toMatchObject({ number: 2, note: 'politer', author: 'Tess' })
    const diff = await galley(['template', 'diff', 'sum', '1', '2'], at)
    expect(diff.out).toMatch(/^- What is \{\{ q \}\}\?$/m)
    expect(diff.out).toMatch(/^\+ Please add: \{\{ q \}\}$/m)
    await galley(['template', 'restore', 'sum', '1'], at)
    const shown = await galley(['template', 'show', 'sum'], at)
    expect(shown.out).toContain('What is {{ q }}?')
    const checked = await galley(['template', 'check', 'sum'], at)
    expect(checked.out).toMatch(/^q +string +required +1$/m)
    await galley(['template', 'edit', 'sum', '--file', '-'], { ...at, stdin: 'Unsaved: {{ q }}' })
    await galley(['template', 'restore', 'sum', '2'], at)
    const copies = await galley(['template', 'recover', 'sum', '--json'], at)
    const [copy] = JSON.parse(copies.out).items
    await galley(['template', 'recover', 'sum', copy.id], at)
    expect((await galley(['template', 'show', 'sum'], at)).out).toContain('Unsaved: {{ q }}')
    const gone = await galley(['template', 'recover', 'sum', copy.id, '--discard'], at)
    expect(gone.out).toContain('the copy is gone, 0 left')
  })

  test('another workspace is made in a folder and worked in by its name', async () => {
    const at = { cwd: testFolder(), home: testFolder() }
    const made = await galley(['workspace', 'create', 'support', '--json'], at)
    expect(JSON.parse(made.out)).toMatchObject({ name: 'support', folder: join(at.cwd, 'support') })
    writeFileSync(join(at.cwd, 'x.jinja'), 'x')
    await galley(['--workspace', 'support', 'template', 'create', '--file', 'x.jinja'], at)
    expect((await galley(['--workspace', 'support', 'template', 'list'], at)).out).toContain('x')
    expect((await galley(['template', 'show', 'x'], at)).code).toBe(2)
    const listed = await galley(['--workspace', 'support', 'workspace', 'list'], at)
    expect(listed.out).toContain('support *')
    expect((await galley(['--workspace', 'nowhere', 'template', 'list'], at)).code).toBe(2)
  })

  test('a stored template and a file render the same text', async () => {
    const at = await filledWorkspace()
    const stored = await galley(['render', 'sum', '--var', 'q=1+1'], at)
    const file = await galley(['render', 'sum.jinja', '--var', 'q=1+1'], at)
    expect(stored).toEqual({ code: 0, out: 'What is 1+1?\n', err: '' })
    expect(file.out).toBe(stored.out)
  })

  test('bindings of a JSON file keep what parsing would lose', async () => {
    const at = await filledWorkspace()
    writeFileSync(join(at.cwd, 'vars.json'), '{"q": [1.0, 12345678901234567890]}')
    const { out } = await galley(['render', 'sum', '--vars', 'vars.json'], at)
    expect(out).toBe('What is [1.0, 12345678901234567890]?\n')
  })

  test('a run over two models, its comparison and its simulation', async () => {
    const at = await filledWorkspace()
    const models = ['--model', 'recorded:good', '--model', 'recorded:bad']
    const ran = await galley([...start, ...models, '--pass-rate', '0.25', '--json'], at)
    expect(ran.code).toBe(0)
    expect(ran.err).toContain('8 of 8')
    const run = JSON.parse(ran.out)
    expect(run.figures.map(({ passRate }: { passRate: number }) => passRate)).toEqual([1, 0.25])
    const compared = await galley(
      ['run', 'compare', run.id.slice(0, 30).toUpperCase(), 'c2', 'c1', '--json'],
      at,
    )
    expect(JSON.parse(compared.out)).toMatchObject({
      pairs: 4,
      onlyCandidatePassed: 3,
      difference: 0.75,
    })
    const simulate = ['experiment', 'simulate', run.id, 'c2', 'c1', '--users', '20,400']
    const simulated = await galley([...simulate, '--trials', '500', '--json'], at)
    expect(JSON.parse(simulated.out).rows[1].power.value).toBeGreaterThan(0.99)
    const failed = await galley(['run', 'results', run.id, '--filter', 'failed', '--json'], at)
    expect(JSON.parse(failed.out).items).toHaveLength(3)
    // Written beside by hand, with the id that differs in its last character alone.
    const twin = `${run.id.slice(0, -1)}${run.id.endsWith('0') ? '1' : '0'}`
    const file = new Database(join(at.home, 'workspace.sqlite'))
    const names = file
      .prepare("SELECT name FROM pragma_table_info('runs') WHERE name NOT IN ('id', 'seq')")
      .pluck()
      .all()
      .join()
    file.prepare(`INSERT INTO runs (id, ${names}) SELECT ?, ${names} FROM runs`).run(twin)
    file.close()
    const unclear = await galley(['run', 'cancel', run.id.slice(0, -1)], at)
    expect(unclear.code).toBe(2)
    for (const id of [run.id, twin]) expect(unclear.err).toContain(`${id}  sums@1`)
    const none = await galley(['run', 'show', '01980000'], at)
    expect(none).toMatchObject({ code: 2, err: expect.stringContaining('no run whose id begins') })
  })

  test('a run below its gate ends with 100, and says which column', async () => {
    const at = await filledWorkspace()
    const { code, err } = await galley([...start, '--model', 'recorded:bad'], at)
    expect(code).toBe(100)
    expect(err).toContain('column c1 passes 0.2500, less than 1')
  })

  test('gates decide the exit code of a run, with their reason', async () => {
    const at = await filledWorkspace()
    const create = ['gate', 'create', 'half', '--rule', 'pass>=0.5', '--min-cases', '2']
    expect((await galley(create, at)).code).toBe(0)
    const gated = [...start, '--pass-rate', '0', '--gate', 'half', '--model']
    expect((await galley([...gated, 'recorded:good'], at)).code).toBe(0)
    const failed = await galley([...gated, 'recorded:bad'], at)
    expect(failed.code).toBe(100)
    expect(failed.err).toContain(
      'gate half, column c1: FAILED. pass is 25.0% over 4 cases; the gate asks for at least 50%.',
    )
    expect((await galley([...gated, 'recorded:good', '--gate', 'hlaf'], at)).code).toBe(2)
    const rule = await galley(['gate', 'create', 'x', '--rule', 'pass is nice'], at)
    expect(rule.code).toBe(2)
    await galley(['gate', 'create', 'safe', '--rule', 'pass non-inferior by 0.05 at 90%'], at)
    const listed = await galley(['gate', 'list'], at)
    expect(listed.out).toContain('pass non inferior by 0.05 at 90%')
  })

  test('a provider that fails ends a run with 3: nothing was shown about the version', async () => {
    const at = await filledWorkspace()
    const fake = await makeFakeProvider((_, response) => sendError(response, 400, 'No'))
    await galley(['provider', 'add', 'bad', '--base-url', fake.baseUrl], at)
    const { code, err } = await galley([...start, '--model', 'provider:bad/m1'], at)
    expect(err).toContain('column c1: 4 × bad refuses the request (400).')
    expect(code).toBe(3)
  })

  test('a run that is stopped keeps what it has and ends with 2', async () => {
    const at = await filledWorkspace()
    const held = await makeHeldModel(1)
    // One at a time: the second prompt is asked when the first answer is a result.
    const provider = ['held', '--base-url', held.fake.baseUrl, '--concurrency', '1']
    await galley(['provider', 'add', ...provider], at)
    const stop = new AbortController()
    const stopping = galley([...start, '--model', 'provider:held/m1', '--json'], {
      ...at,
      signal: stop.signal,
    })
    await held.isHolding
    stop.abort()
    const stopped = await stopping
    expect(stopped.code).toBe(2)
    const { status, id, doneCells } = JSON.parse(stopped.out)
    expect({ status, doneCells }).toEqual({ status: 'cancelled', doneCells: 1 })
    const shown = await galley(['run', 'show', id, '--json'], at)
    expect(JSON.parse(shown.out).status).toBe('cancelled')
  })

  test('a blocked text ends with 100', async () => {
    const text = 'Card 4111 1111 1111 1111, SSN 536-22-1234'
    const { code, out } = await galley(['guardrail', 'check', text, '--json'])
    expect(code).toBe(100)
    expect(JSON.parse(out).action).toBe('block')
    expect(out).not.toContain('4111 1111')
  })

  test('statistics: a question that cannot be answered says so in its line', async () => {
    const cwd = testFolder()
    writeFileSync(join(cwd, 'q.jsonl'), '{"id":"1","family":"nonsense"}\n')
    const { code, out } = await galley(['stats', '--cases', 'q.jsonl'], { cwd })
    expect(code).toBe(2)
    expect(JSON.parse(out)).toMatchObject({ id: '1', error: { message: expect.any(String) } })
  })
})

describe('progress', () => {
  const progress = (doneCells: number): RunProgress => ({
    runId: runIdSchema.parse('01900000-0000-7000-8000-000000000000'),
    status: 'running',
    doneCells,
    totalCells: 200,
    failed: 3,
    errors: 0,
    cellsPerSecond: 50,
    remainingMs: (200 - doneCells) * 20,
  })

  /** What a view writes for a run that goes from nothing to its end. */
  function written(isTerminal: boolean): string {
    const stderr = new PassThrough()
    const view = progressView({ stderr, isTerminal } as unknown as Io)
    for (let done = 0; done <= 200; done += 1) view.show(progress(done))
    view.end()
    return stderr.read().toString()
  }

  test('a terminal gets one line that redraws itself, with rate and time left', () => {
    const text = written(true)
    expect(text).toContain('100 of 200 · 3 failed · 50/s · 2 s left')
    expect(text.split('\n')).toHaveLength(2)
    expect(text).toMatch(/█{12}░{12} 100 of 200/)
  })

  test('a log gets a line for every tenth, and no control characters', () => {
    const lines = written(false).trim().split('\n')
    expect(lines).toHaveLength(11)
    expect(lines.at(-1)).toBe('200 of 200 · 3 failed · 50/s')
    for (const control of ['\r', '\u001b']) expect(lines.join('')).not.toContain(control)
  })
})

/** Every command that does something, with the words that lead to it. */
async function leaves(): Promise<[string, string][]> {
  const found: [string, string][] = []
  const walk = async (words: string[]) => {
    const { out, code } = await galley([...words, '--help'])
    expect({ words, code }).toEqual({ words, code: 0 })
    const listed = out.split('Commands:\n')[1]?.split('\n\n')[0] ?? ''
    const names = [...listed.matchAll(/^ {2}(\S+)/gm)].map((match) => match[1] ?? '')
    const verbs = names.filter((name) => name !== 'help')
    if (verbs.length === 0) found.push([words.join(' '), out])
    for (const verb of verbs) await walk([...words, verb])
  }
  await walk([])
  return found
}

describe('help', () => {
  test('every command takes --json and shows an example that starts with its own words', async () => {
    const all = await leaves()
    expect(all.length).toBeGreaterThan(30)
    for (const [words, help] of all) {
      expect(help, words).toContain('--json')
      expect(help, words).toMatch(/Examples?:\n {2}\$ galley /)
      const noun = words.split(' ')[0]
      expect(help, words).toContain(`$ galley ${noun}`)
    }
  })

  test('the program says where its data is and what exit codes mean', async () => {
    const { out } = await galley(['--help'])
    expect(out).toContain('GALLEY_HOME')
    expect(out).toMatch(/0 done, 1 bug in Galley, 2 bad input/)
    expect((await galley(['--version'])).out).toMatch(/^\d+\.\d+\.\d+\n$/)
  })
})

describe('what hosts share', () => {
  test('the data folder: GALLEY_HOME, else the system’s place', () => {
    expect(dataFolder({ GALLEY_HOME: '/data' }, 'linux')).toBe('/data')
    expect(dataFolder({ XDG_DATA_HOME: '/xdg' }, 'linux')).toBe('/xdg/galley')
    expect(dataFolder({}, 'linux')).toMatch(/\.local\/share\/galley$/)
    expect(dataFolder({}, 'darwin')).toMatch(/Library\/Application Support\/Galley$/)
  })

  test('a bug keeps its stack and ends with 1; a refused file ends with 3', () => {
    const bug = readFailure(new TypeError('x is not a function'))
    expect(bug).toMatchObject({ code: 'internal', exitCode: 1 })
    expect(bug.stack).toContain('TypeError')
    const refused = Object.assign(new Error('EACCES'), { code: 'EACCES', path: '/data/x' })
    expect(readFailure(refused)).toMatchObject({
      code: 'read_only',
      exitCode: 3,
      problem: { where: { file: '/data/x' } },
    })
  })

  test('a secret comes from the environment first, then from the keyring', async () => {
    const kept = new Map([['galley', 'from the keyring']])
    const entry = {
      getPassword: async () => kept.get('galley') ?? null,
      setPassword: async (value: string) => void kept.set('galley', value),
      deleteCredential: async () => kept.delete('galley'),
    }
    const variable = secretVariable('remote.main')
    expect(variable).toBe('GALLEY_SECRET_REMOTE_MAIN')
    const both = hostSecrets({ [variable]: 'from the environment' }, async () => entry)
    expect(await both.get('remote.main')).toBe('from the environment')
    const keyring = hostSecrets({}, async () => entry)
    expect(await keyring.get('remote.main')).toBe('from the keyring')
    await keyring.set('remote.main', 'new')
    expect(kept.get('galley')).toBe('new')
    await keyring.delete('remote.main')
    expect(await keyring.get('remote.main')).toBeNull()
  })

  test('a browser is opened only where somebody can see it', () => {
    expect(browserCommand({}, 'linux')).toBeNull()
    expect(browserCommand({ DISPLAY: ':0' }, 'linux')).toEqual(['xdg-open'])
    expect(browserCommand({ BROWSER: 'firefox' }, 'linux')).toEqual(['firefox'])
    expect(browserCommand({ BROWSER: 'none', DISPLAY: ':0' }, 'linux')).toBeNull()
    expect(browserCommand({}, 'darwin')).toEqual(['open'])
  })
})
