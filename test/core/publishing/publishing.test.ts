import { readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { eventually } from '../../support/client/client.ts'
import { makeTestCore, testIds } from '../../support/core.ts'
import { query, startTestPostgres, type TestPostgres } from '../../support/postgres.ts'
import { startProxy } from '../../support/proxy.ts'
import { createStore, schemaSteps } from '../../support/schema.ts'
import { saveVersion, workspaceOn } from '../../support/workspaces.ts'

let postgres: TestPostgres
beforeAll(async () => {
  postgres = await startTestPostgres()
})
afterAll(() => postgres.stop())

const emptyStore = () => createStore(postgres)

test('a connection string that another workspace put under the same name is not used', async () => {
  const [ours, theirs] = [await emptyStore(), await emptyStore()]
  const core = await workspaceOn(ours)
  await core.environment.secrets.set('remote.shop', theirs)
  await expect(core.client.publishing.list({ remote: 'shop' })).rejects.toMatchObject({
    code: 'missing_part',
    message: expect.stringMatching(/"shop" is \S+, but .* under that name/),
  })
  // Nor is the address of a store on a server, which holds a password, told to anybody who asks.
  await expect(core.client.remote.connection({ remote: 'shop' })).rejects.toMatchObject({
    code: 'invalid_input',
    message: expect.stringContaining('does not leave'),
  })
})

const audit = (store: string) =>
  query(store, 'select action, actor, label, reason from galley.audit_log order by id')

describe('publish', () => {
  test('puts the version and its label there, with audit, and reads back the same hash', async () => {
    const store = await emptyStore()
    const core = await workspaceOn(store)
    const version = await saveVersion(core, 'welcome', 'Hello {{ name }}')
    const local = await core.client.template.getVersion({ template: 'welcome', version })
    const outcome = await core.client.publishing.publish({
      remote: 'shop',
      template: 'welcome',
      version,
      reason: 'first',
    })
    expect(outcome).toMatchObject({ previousVersion: null, isReplay: false, renumberedFrom: null })
    expect(outcome.published).toMatchObject({
      versionId: local.id,
      contentHash: local.contentHash,
      version: 1,
      labels: ['production'],
      isActive: true,
    })
    expect(await audit(store)).toEqual([
      { action: 'publish', actor: 'Ann', label: 'production', reason: 'first' },
    ])
    const [row] = await query(store, 'select content, template_text from galley.prompt_templates')
    expect(row).toMatchObject({ content: local.content, template_text: 'Hello {{ name }}' })
    const { labels } = await core.client.template.get({ template: 'welcome' })
    expect(labels).toEqual([{ remote: 'shop', label: 'production', version: 1 }])
  })

  test('the same content again is no second version; the same key is answered, not repeated', async () => {
    const store = await emptyStore()
    const core = await workspaceOn(store)
    const version = await saveVersion(core, 'welcome', 'Hello')
    const wish = {
      remote: 'shop',
      template: 'welcome',
      version,
      idempotencyKey: crypto.randomUUID(),
    }
    const first = await core.client.publishing.publish(wish)
    const again = await core.client.publishing.publish({ ...wish })
    expect(again).toEqual({ ...first, isReplay: true })
    await core.client.publishing.publish({
      remote: 'shop',
      template: 'welcome',
      version,
      label: 'staging',
    })
    expect(await query(store, 'select count(*)::int from galley.prompt_templates')).toEqual([
      { count: 1 },
    ])
    expect((await audit(store)).map(({ label }) => label)).toEqual(['production', 'staging'])
  })

  test('a number that a colleague took first is replaced, there and here', async () => {
    const store = await emptyStore()
    const ann = await workspaceOn(store, 'Ann')
    const bob = await workspaceOn(store, 'Bob')
    const v1 = await saveVersion(ann, 'welcome', 'of Ann')
    await ann.client.publishing.publish({ remote: 'shop', template: 'welcome', version: v1 })
    const mine = await saveVersion(bob, 'welcome', 'of Bob')
    const plan = await bob.client.publishing.plan({
      remote: 'shop',
      template: 'welcome',
      version: mine,
    })
    expect(plan).toMatchObject({ state: 'renumber', publishedVersion: 2, current: { version: 1 } })
    expect(plan.changes).toContainEqual({ kind: 'removed', line: 'of Ann', field: 'text' })
    expect(plan.changes).toContainEqual({ kind: 'added', line: 'of Bob', field: 'text' })
    const outcome = await bob.client.publishing.publish({
      remote: 'shop',
      template: 'welcome',
      version: mine,
    })
    expect(outcome).toMatchObject({
      renumberedFrom: 1,
      previousVersion: 1,
      published: { version: 2 },
    })
    const here = await bob.client.template.listVersions({ template: 'welcome' })
    expect(here.items.map(({ number }) => number)).toEqual([2])
  })

  test('a label that a colleague moved meanwhile is a conflict that names both and changes nothing', async () => {
    const store = await emptyStore()
    const ann = await workspaceOn(store, 'Ann')
    const bob = await workspaceOn(store, 'Bob')
    await saveVersion(ann, 'welcome', 'one')
    await ann.client.publishing.publish({ remote: 'shop', template: 'welcome', version: 1 })
    await saveVersion(bob, 'welcome', 'two')
    const plan = await bob.client.publishing.plan({
      remote: 'shop',
      template: 'welcome',
      version: 1,
    })
    await saveVersion(ann, 'welcome', 'three')
    await ann.client.publishing.publish({ remote: 'shop', template: 'welcome', version: 2 })
    const late = bob.client.publishing.publish({
      remote: 'shop',
      template: 'welcome',
      version: 1,
      expectedVersionId: plan.current?.versionId ?? null,
    })
    await expect(late).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/stands on version 2 .*\(Ann\).*Version 1 was not published/),
    })
    const versions = await query(
      store,
      'select version, is_active from galley.prompt_templates order by version',
    )
    expect(versions).toEqual([
      { version: 1, is_active: false },
      { version: 2, is_active: true },
    ])
    expect((await audit(store)).at(-1)).toMatchObject({ action: 'publish.conflict', actor: 'Bob' })
  })

  test('roll back goes to the version before, or to a named one', async () => {
    const store = await emptyStore()
    const core = await workspaceOn(store)
    for (const words of ['one', 'two', 'three']) {
      const version = await saveVersion(core, 'welcome', words)
      await core.client.publishing.publish({ remote: 'shop', template: 'welcome', version })
    }
    const target = { remote: 'shop', templateName: 'welcome' }
    const back = await core.client.publishing.rollBack({ ...target, reason: 'too chatty' })
    expect(back).toMatchObject({ previousVersion: 3, published: { version: 2, isActive: true } })
    const first = await core.client.publishing.rollBack({ ...target, toVersion: 1 })
    expect(first.published.version).toBe(1)
    await expect(
      core.client.publishing.rollBack({ ...target, toVersion: 9 }),
    ).rejects.toMatchObject({
      code: 'not_found',
      message: '"welcome" has no published version 9.',
    })
    const entries = await core.client.publishing.listAudit({ remote: 'shop', limit: 2 })
    expect(entries.items.map(({ action, reason }) => [action, reason])).toEqual([
      ['roll_back', ''],
      ['roll_back', 'too chatty'],
    ])
    const rest = await core.client.publishing.listAudit({
      remote: 'shop',
      cursor: entries.nextCursor ?? '',
    })
    expect(rest.items).toHaveLength(3)
  })

  test('a publish whose answer got lost is answered when it is repeated, and was done once', async () => {
    const store = await emptyStore()
    const proxy = await startProxy(store)
    onTestFinished(() => proxy.close())
    const core = await workspaceOn(proxy.connectionString)
    const version = await saveVersion(core, 'welcome', 'Hello')
    const wish = { remote: 'shop', template: 'welcome', version }
    proxy.muteAfter('galley.publish_')
    const first = core.client.publishing.publish(wish).catch((error) => error)
    await eventually(async () => (await audit(store)).length === 1)
    proxy.cut()
    expect(await first).toMatchObject({ code: 'remote_unreachable' })
    proxy.setMode('pass')
    expect(await core.client.publishing.publish(wish)).toMatchObject({
      isReplay: true,
      published: { version },
    })
    expect(await core.client.publishing.publish(wish)).toMatchObject({ isReplay: false })
    expect((await audit(store)).map(({ action }) => action)).toEqual(['publish', 'publish'])
    expect(await query(store, 'select count(*)::int from galley.prompt_templates')).toEqual([
      { count: 1 },
    ])
  })

  test('of 20 racing publishers each gets one outcome, one wins per round, one version is active', async () => {
    const store = await emptyStore()
    const cores = await Promise.all(
      Array.from({ length: 20 }, (_, i) => workspaceOn(store, `P${i}`)),
    )
    await saveVersion(cores[0]!, 'hot', 'start')
    await cores[0]!.client.publishing.publish({ remote: 'shop', template: 'hot', version: 1 })
    const outcomes = await Promise.all(
      cores.map(async (core, index) => {
        const version = await saveVersion(core, 'hot', `text ${index}`)
        const { current } = await core.client.publishing.plan({
          remote: 'shop',
          template: 'hot',
          version,
        })
        return { core, version, expectedVersionId: current?.versionId ?? null }
      }),
    )
    const settled = await Promise.allSettled(
      outcomes.map(({ core, version, expectedVersionId }) =>
        core.client.publishing.publish({
          remote: 'shop',
          template: 'hot',
          version,
          expectedVersionId,
        }),
      ),
    )
    const won = settled.filter(({ status }) => status === 'fulfilled')
    const lost = settled.flatMap((s) => (s.status === 'rejected' ? [s.reason.code] : []))
    expect(won).toHaveLength(1)
    expect(lost).toEqual(Array(19).fill('conflict'))
    expect(await audit(store)).toHaveLength(21)
    expect(
      await query(store, 'select count(*)::int from galley.prompt_templates where is_active'),
    ).toEqual([{ count: 1 }])
  })
})

describe('remotes', () => {
  test('add, check and remove; the password is nowhere but in the secret store', async () => {
    const store = await postgres.createDatabase()
    const core = await workspaceOn(store)
    const before = await core.client.remote.check({ remote: 'shop' })
    expect(before).toMatchObject({
      isReachable: true,
      schemaVersion: null,
      fix: expect.stringContaining('migrate'),
    })
    const wish = {
      remote: 'shop',
      template: 'welcome',
      version: await saveVersion(core, 'welcome', 'hi'),
    }
    await expect(core.client.publishing.publish(wish)).rejects.toMatchObject({
      code: 'schema_older',
    })
    const migrated = await core.client.remote.migrate({ remote: 'shop' })
    expect(migrated).toMatchObject({ from: null, to: schemaSteps.length })
    const after = await core.client.remote.check({ remote: 'shop' })
    expect(after).toMatchObject({ schemaVersion: schemaSteps.length, role: 'admin', fix: null })
    expect(Math.abs(after.clockSkewMs ?? 0)).toBeGreaterThan(0)
    const password = new URL(store).password
    const { items } = await core.client.remote.list()
    expect(items[0]?.address).toMatch(/^127\.0\.0\.1:\d+\/test_/)
    const { path } = await core.client.workspace.backUp()
    expect(readFileSync(path).includes(password)).toBe(false)
    await core.client.remote.remove({ remote: 'shop' })
    expect((await core.client.remote.list()).items).toEqual([])
  })

  test('a store that is not there says so and names what to do; nothing waits for ever', async () => {
    const core = await makeTestCore()
    await core.client.remote.add({
      name: 'gone',
      connectionString: 'postgres://u:secret@127.0.0.1:9/x',
    })
    const check = await core.client.remote.check({ remote: 'gone' })
    expect(check).toMatchObject({
      isReachable: false,
      message: expect.stringContaining('nothing answers there'),
    })
    await expect(core.client.publishing.list({ remote: 'gone' })).rejects.toMatchObject({
      code: 'remote_unreachable',
    })
    await expect(core.client.publishing.list({ remote: 'gon' })).rejects.toMatchObject({
      code: 'not_found',
      data: { suggestion: 'gone' },
    })
    await expect(
      core.client.remote.add({ name: 'x', connectionString: 'mysql://u:secret@h/x' }),
    ).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.not.stringContaining('secret'),
    })
  })

  test('a trial remote needs no server to install and keeps what it has', async () => {
    const core = await makeTestCore()
    await core.client.remote.add({ name: 'try', isTrial: true })
    const version = await saveVersion(core, 'welcome', 'hi')
    await core.client.publishing.publish({ remote: 'try', template: 'welcome', version })
    await core.close()
    const again = await makeTestCore({
      dataFolder: core.environment.dataFolder,
      newId: testIds('01900fff'),
    })
    const { items } = await again.client.publishing.list({ remote: 'try' })
    expect(items).toMatchObject([{ templateName: 'welcome', version: 1, labels: ['production'] }])
    const told = await again.client.remote.connection({ remote: 'try' })
    await again.close()
    // Of a workbench that is opened later nobody needs to ask anything, for services to be served.
    const later = await makeTestCore({
      dataFolder: core.environment.dataFolder,
      // What waits for the page is not waited for, but the outbox sleeps.
      wait: (ms, signal) => setTimeout(ms > 3_000 ? ms : 0, undefined, { signal }),
    })
    later.stayOpen()
    const one = () => query(told.connectionString, 'select name from galley.prompt_templates')
    await eventually(async () => (await one().catch(() => [])).length === 1)
  })
})
