import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import { expect, onTestFinished, test } from 'vitest'
import { openCore } from '#core/core.ts'
import { readFolder } from '#hosts/workspaces/known.ts'
import { Workspaces } from '#hosts/workspaces/workspaces.ts'
import { listLogger, testEnvironment, testFolder } from '../support/core.ts'

/** A host's workspaces over real files; `rpc` asks the one with that id. */
function startWorkspaces(home = testFolder(), changed = {}) {
  const environment = testEnvironment({ dataFolder: home, ...changed })
  const workspaces = new Workspaces({ environment, openCore })
  onTestFinished(() => workspaces.close())
  const rpc = async (id = 'home') => {
    const core = await workspaces.find(id)
    if (core === null) throw new Error(`no workspace ${id}`)
    return createRouterClient(core.router, { context: {} })
  }
  return { environment, workspaces, rpc }
}

const text = { body: { kind: 'text' as const, text: 'x' } }

test('another workspace opens beside the first, and both go on by themselves', async () => {
  const { rpc } = startWorkspaces()
  const home = await rpc()
  const folder = join(testFolder(), 'support')
  const made = await home.workspace.create({ folder, withSample: true })
  expect(made).toMatchObject({ name: 'support', folder, isOpen: true, isMissing: false })
  expect((await home.workspace.get()).id).toBe('home')

  const other = await rpc(made.id)
  expect(await other.workspace.get()).toMatchObject({ id: made.id, hasSample: true })
  await home.template.create({ name: 'mine', content: text })
  await other.template.create({ name: 'theirs', content: text })
  await expect(other.template.get({ template: 'mine' })).rejects.toMatchObject({
    code: 'not_found',
  })
  expect((await home.template.get({ template: 'mine' })).name).toBe('mine')

  const { items } = await other.workspace.list()
  expect(items.map(({ id, isCurrent, isOpen }) => [id, isCurrent, isOpen])).toEqual([
    [made.id, true, true],
    ['home', false, true],
  ])
})

test('the sample has a workspace of its own, the same at each asking, and fills no other', async () => {
  const { environment, rpc } = startWorkspaces()
  const home = await rpc()
  // An earlier try ended before it was filled.
  mkdirSync(join(environment.dataFolder, 'sample'))
  const [sample, again] = await Promise.all([
    home.workspace.openSample(),
    home.workspace.openSample(),
  ])
  expect(again.id).toBe(sample.id)
  expect(sample).toMatchObject({ name: 'sample', isCurrent: false, isOpen: true })
  const inside = await rpc(sample.id)
  await inside.template.archive({ template: 'gsm8k-solver' })
  const { counts } = await inside.workspace.get()
  expect(counts).toMatchObject({ datasets: 1, cases: 1319 })
  // Asked from inside it is this one, as it was left.
  expect(await inside.workspace.openSample()).toMatchObject({ id: sample.id, isCurrent: true })
  expect((await inside.workspace.get()).counts).toEqual(counts)
  expect((await home.workspace.get()).hasSample).toBe(false)
  expect((await home.workspace.list()).items.map(({ id }) => id)).toEqual([sample.id, 'home'])
})

test('logins of two workspaces with a remote of one name stay apart, and a copy takes its own along', async () => {
  const { environment, rpc } = startWorkspaces()
  const home = await rpc()
  const other = await home.workspace.create({ folder: join(testFolder(), 'other') })
  const secret = (password: string) => `postgres://galley:${password}@127.0.0.1:1/prompts`
  await home.remote.add({ name: 'main', connectionString: secret('ours') })
  await (await rpc(other.id)).remote.add({ name: 'main', connectionString: secret('theirs') })
  expect(await environment.secrets.get('remote.main')).toBe(secret('ours'))

  await home.template.create({ name: 'kept', content: text })
  const copy = await home.workspace.copy({ folder: join(testFolder(), 'copy') })
  const inCopy = await rpc(copy.id)
  expect((await inCopy.template.get({ template: 'kept' })).name).toBe('kept')
  expect(await environment.secrets.get(`workspace.${copy.id}.remote.main`)).toBe(secret('ours'))
  // What is written from now on is the copy's alone.
  await inCopy.template.create({ name: 'later', content: text })
  await expect(home.template.get({ template: 'later' })).rejects.toMatchObject({
    code: 'not_found',
  })
})

test('a start later knows the list; what moved away is missing and can be forgotten', async () => {
  const folder = join(testFolder(), 'old place')
  const first = startWorkspaces()
  const { id } = await (await first.rpc()).workspace.create({ folder })
  const refused = (await first.rpc()).workspace.forget({ workspace: id })
  await expect(refused).rejects.toMatchObject({ code: 'conflict' })
  await first.workspaces.close()
  renameSync(folder, `${folder} 2`)

  const home = await startWorkspaces(first.environment.dataFolder).rpc()
  const { items } = await home.workspace.list()
  expect(items[0]).toMatchObject({ id, isMissing: true, isOpen: false })
  await expect(home.workspace.open({ folder })).rejects.toMatchObject({ code: 'not_found' })
  const moved = await home.workspace.open({ folder: `${folder} 2` })
  expect(moved).toMatchObject({ name: 'old place 2', isOpen: true })
  expect((await home.workspace.forget({ workspace: id })).items).toHaveLength(2)
})

test('a folder that cannot become or be a workspace is refused with what to do', async () => {
  const logger = listLogger()
  const { environment, rpc } = startWorkspaces(testFolder(), { logger })
  const { workspace } = await rpc()
  const folder = testFolder()
  await expect(workspace.open({ folder: 'prompts' })).rejects.toMatchObject({
    code: 'invalid_input',
    data: { where: { field: 'folder' } },
  })
  await workspace.create({ folder })
  await expect(workspace.create({ folder })).rejects.toMatchObject({ code: 'already_exists' })
  writeFileSync(join(folder, 'file'), '')
  const below = workspace.create({ folder: join(folder, 'file', 'below') })
  await expect(below).rejects.toMatchObject({ code: 'read_only' })
  const foreign = join(folder, 'foreign')
  mkdirSync(foreign)
  writeFileSync(
    join(foreign, 'workspace.sqlite'),
    'not a database at all, but long enough to be read',
  )
  await expect(workspace.open({ folder: foreign })).rejects.toMatchObject({
    code: 'workspace_unusable',
  })
  expect((await workspace.list()).items).toHaveLength(2)
  // A broken list costs the list and nothing else.
  writeFileSync(join(environment.dataFolder, 'workspaces.json'), '{')
  expect((await workspace.list()).items.map(({ id }) => id)).toContain('home')
  expect(logger.lines.join()).toContain('workspaces.json')
})

test('folders are read as people type them', () => {
  expect(readFolder('~/prompts/')).toBe(join(homedir(), 'prompts'))
  expect(readFolder('/a/b/../c')).toBe('/a/c')
  expect(readFolder('/')).toBe('/')
})
