import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { eventually } from '../../support/client/client.ts'
import { testClock } from '../../support/core.ts'
import { query, startTestPostgres, type TestPostgres } from '../../support/postgres.ts'
import { startProxy } from '../../support/proxy.ts'
import { createStore } from '../../support/schema.ts'
import { saveVersion, workspaceOn } from '../../support/workspaces.ts'

let postgres: TestPostgres
beforeAll(async () => {
  postgres = await startTestPostgres()
})
afterAll(() => postgres.stop())

/** A workspace whose store is away, and the door to bring it back. */
async function offline() {
  const store = await createStore(postgres)
  const proxy = await startProxy(store)
  onTestFinished(() => proxy.close())
  const clock = testClock()
  const core = await workspaceOn(proxy.connectionString, 'Ann', { clock })
  const version = await saveVersion(core, 'welcome', 'Hello')
  proxy.setMode('refuse')
  return { store, proxy, clock, core, wish: { remote: 'shop', template: 'welcome', version } }
}

const published = (store: string) =>
  query(store, `select version, is_active from galley.prompt_templates order by version`)

describe('the outbox', () => {
  test('keeps what could not be sent, with its attempts and the next time', async () => {
    const { core, wish, clock } = await offline()
    await expect(core.client.publishing.publish({ ...wish, reason: 'new' })).rejects.toMatchObject({
      code: 'remote_unreachable',
      data: { fix: expect.stringContaining('waits in the outbox') },
    })
    const [entry] = (await core.client.outbox.list()).items
    expect(entry).toMatchObject({
      remote: 'shop',
      action: 'publish',
      templateName: 'welcome',
      version: 1,
      label: 'production',
      reason: 'new',
      state: 'waiting',
      attempts: 1,
      problem: { code: 'remote_unreachable' },
    })
    const first = Date.parse(entry?.nextAttemptAt ?? '') - clock.now().getTime()
    expect(first).toBeGreaterThan(4_000)
    expect(first).toBeLessThanOrEqual(5_000)
    for (let attempt = 2; attempt <= 4; attempt++) {
      clock.advance(600_000)
      expect(await core.replayDue()).toBe(0)
    }
    const [later] = (await core.client.outbox.list()).items
    expect(later?.attempts).toBe(4)
    const fourth = Date.parse(later?.nextAttemptAt ?? '') - clock.now().getTime()
    expect(fourth).toBeGreaterThan(39_000)
    // The same wish again is that wish: it does not stand in the queue twice.
    await core.client.publishing.publish(wish).catch(() => {})
    const { items } = await core.client.outbox.list()
    expect(items.map(({ key }) => key)).toEqual([entry?.key])
  })

  test('nothing is sent before its time, and once when its time has come', async () => {
    const { core, wish, clock, proxy, store } = await offline()
    await core.client.publishing.publish(wish).catch(() => {})
    proxy.setMode('pass')
    expect(await core.replayDue()).toBe(0)
    clock.advance(5_000)
    expect(await core.replayDue()).toBe(1)
    expect(await core.replayDue()).toBe(0)
    expect(await published(store)).toEqual([{ version: 1, is_active: true }])
    expect((await core.client.outbox.list()).items).toEqual([])
    expect((await core.client.template.get({ template: 'welcome' })).labels).toMatchObject([
      { label: 'production', version: 1 },
    ])
  })

  test('a store in trouble, of whatever kind, costs no wish', async () => {
    const { core, wish, clock, proxy, store } = await offline()
    await core.client.publishing.publish(wish).catch(() => {})
    proxy.setMode('pass')
    const name = new URL(store).pathname.slice(1)
    const trouble = async (begin: string, end: string) => {
      await query(store, begin)
      proxy.cut()
      clock.advance(600_000)
      expect(await core.replayDue()).toBe(0)
      await query(store, end)
      return (await core.client.outbox.list()).items
    }
    const door = 'alter function galley.publish_protected'
    expect(
      await trouble(
        `${door}(jsonb) rename to away`,
        'alter function galley.away(jsonb) rename to publish_protected',
      ),
    ).toMatchObject([
      { state: 'waiting', problem: { message: expect.stringContaining('does not exist') } },
    ])
    const readOnly = `alter database ${name} set default_transaction_read_only`
    expect(
      await trouble(
        `${readOnly} = on`,
        `set transaction_read_only = off; alter database ${name} reset default_transaction_read_only`,
      ),
    ).toMatchObject([
      { state: 'waiting', problem: { message: expect.stringContaining('takes no changes') } },
    ])
    proxy.cut()
    clock.advance(600_000)
    expect(await core.replayDue()).toBe(1)
    expect(await published(store)).toEqual([{ version: 1, is_active: true }])
  })

  test('the timer sends it, and a store that answers anything is sent what waits for it at once', async () => {
    const { core, wish, proxy, store } = await offline()
    core.stayOpen()
    await core.client.publishing.publish(wish).catch(() => {})
    expect((await core.client.outbox.list()).items).toHaveLength(1)
    proxy.setMode('pass')
    // The clock of the test stands: only the answer to this can have woken the timer.
    await core.client.publishing.list({ remote: 'shop' })
    await eventually(async () => (await core.client.outbox.list()).items.length === 0)
    expect(await published(store)).toEqual([{ version: 1, is_active: true }])
  })

  test('wishes for one label go out in their order, and what follows one that is dropped follows its place', async () => {
    const { core, wish, clock, proxy, store } = await offline()
    proxy.setMode('pass')
    await core.client.publishing.publish(wish)
    proxy.setMode('refuse')
    proxy.cut()
    for (const words of ['two', 'three', 'four']) {
      const version = await saveVersion(core, 'welcome', words)
      await core.client.publishing.publish({ ...wish, version }).catch(() => {})
    }
    const [two, three] = (await core.client.outbox.list()).items
    // Now the first is due last, and the clock may be wrong about who came first.
    await expect(core.client.outbox.retry({ key: two?.key ?? '' })).rejects.toThrow()
    await core.client.outbox.drop({ key: three?.key ?? '' })
    const removed = core.client.remote.remove({ remote: wish.remote })
    await expect(removed).rejects.toMatchObject({ code: 'conflict' })
    proxy.setMode('pass')
    clock.advance(5_000)
    await core.replayDue()
    expect((await core.client.outbox.list()).items).toEqual([])
    expect(await published(store)).toEqual([
      { version: 1, is_active: false },
      { version: 2, is_active: false },
      { version: 4, is_active: true },
    ])
  })

  test('what a colleague did meanwhile is a conflict that stays until a person decides', async () => {
    const { core, wish, clock, proxy, store } = await offline()
    await core.client.publishing.publish({ ...wish, expectedVersionId: null }).catch(() => {})
    const bob = await workspaceOn(store, 'Bob')
    await saveVersion(bob, 'welcome', 'of Bob')
    await bob.client.publishing.publish({ remote: 'shop', template: 'welcome', version: 1 })
    proxy.setMode('pass')
    clock.advance(10_000)
    expect(await core.replayDue()).toBe(0)
    const [entry] = (await core.client.outbox.list()).items
    expect(entry).toMatchObject({
      state: 'refused',
      nextAttemptAt: null,
      problem: { code: 'conflict', message: expect.stringMatching(/version 1 .*\(Bob\)/) },
    })
    clock.advance(900_000)
    expect(await core.replayDue()).toBe(0)
    const key = entry?.key ?? ''
    await expect(core.client.outbox.retry({ key })).rejects.toMatchObject({ code: 'conflict' })
    const [again] = (await core.client.outbox.list()).items
    expect(await core.client.outbox.drop({ key: again?.key ?? '' })).toMatchObject({
      templateName: 'welcome',
    })
    await expect(core.client.outbox.drop({ key: again?.key ?? '' })).rejects.toMatchObject({
      code: 'not_found',
    })
    expect(await published(store)).toEqual([{ version: 1, is_active: true }])
  })

  test('a roll back whose answer got lost is not done a second time when it is repeated', async () => {
    const { core, proxy, store } = await offline()
    proxy.setMode('pass')
    for (const words of ['one', 'two', 'three']) {
      const version = await saveVersion(core, 'welcome', words)
      await core.client.publishing.publish({ remote: 'shop', template: 'welcome', version })
    }
    proxy.muteAfter('galley.publish_')
    const back = core.client.publishing.rollBack({ remote: 'shop', templateName: 'welcome' })
    const lost = back.catch((error) => error)
    const standing = async () =>
      (await query(store, `select version from galley.prompt_versions where is_active`))[0]?.version
    await eventually(async () => (await standing()) === 3)
    proxy.cut()
    expect(await lost).toMatchObject({ code: 'remote_unreachable' })
    proxy.setMode('pass')
    expect(
      await core.client.publishing.rollBack({ remote: 'shop', templateName: 'welcome' }),
    ).toMatchObject({ isReplay: true, published: { version: 3 } })
    expect(await standing()).toBe(3)
  })

  test('a number that was taken meanwhile is replaced here too when the outbox is emptied', async () => {
    const { core, wish, clock, proxy, store } = await offline()
    await core.client.publishing.publish({ ...wish, label: 'staging' }).catch(() => {})
    const bob = await workspaceOn(store, 'Bob')
    await saveVersion(bob, 'welcome', 'of Bob')
    await bob.client.publishing.publish({ remote: 'shop', template: 'welcome', version: 1 })
    proxy.setMode('pass')
    clock.advance(10_000)
    expect(await core.replayDue()).toBe(1)
    const { items } = await core.client.template.listVersions({ template: 'welcome' })
    expect(items.map(({ number }) => number)).toEqual([2])
  })
})
