import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { testFolder } from '../support/core.ts'
import { galley } from './support/cli.ts'

test('publishing on the command line: plan, publish, roll back, audit', async () => {
  const cwd = testFolder()
  const at = { cwd, home: join(cwd, 'home') }
  /** Runs a command line that has to succeed; its answer. */
  const ask = async (...args: string[]) => {
    const { code, out, err } = await galley([...args, '--json'], at)
    expect(code, err).toBe(0)
    return JSON.parse(out)
  }
  for (const [index, text] of ['Hello', 'Hello again'].entries()) {
    writeFileSync(join(cwd, 'greet.jinja'), text)
    const verb = index === 0 ? ['create', '--file'] : ['edit', 'greet', '--file']
    await ask('template', ...verb, 'greet.jinja')
    await ask('template', 'save', 'greet')
  }
  // Every command is a process of its own in life: the trial server comes and goes with each.
  await ask('remote', 'add', 'trial', '--trial')
  await ask('remote', 'migrate', 'trial')
  expect(await ask('remote', 'check', 'trial')).toMatchObject({ isReachable: true })
  expect((await ask('remote', 'url', 'trial')).connectionString).toMatch(
    /^postgres:.*@127\.0\.0\.1:/,
  )

  const plan = await ask('publish', 'plan', 'greet@1', '--remote', 'trial')
  expect(plan).toMatchObject({ state: 'new', label: 'production', current: null })
  const first = await ask('publish', 'greet@1', '--remote', 'trial')
  expect(first).toMatchObject({ label: 'production', previousVersion: null })
  expect(first.published.contentHash).toBe(plan.contentHash)
  const second = await ask('publish', 'greet@2', '--remote', 'trial', '--reason', 'politer')
  expect(second).toMatchObject({ previousVersion: 1, published: { version: 2 } })
  const back = await ask('publish', 'roll-back', 'greet', '--remote', 'trial')
  expect(back.published.version).toBe(1)

  const listed = await ask('publish', 'list', '--remote', 'trial')
  const labels = listed.map(({ version, labels }: { version: number; labels: string[] }) => ({
    version,
    labels: labels.filter((label) => label === 'production'),
  }))
  expect(labels).toEqual(
    expect.arrayContaining([
      { version: 1, labels: ['production'] },
      { version: 2, labels: [] },
    ]),
  )
  const audit = await ask('publish', 'audit', '--remote', 'trial')
  expect(audit.items.length).toBeGreaterThanOrEqual(3)
  expect(audit.items.map(({ reason }: { reason: string }) => reason)).toContain('politer')
}, 120_000)
