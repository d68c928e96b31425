import { ORPCError } from '@orpc/client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Rpc } from '#renderer/rpc/client.ts'
import type { Content } from '#shared/contract/template.ts'
import { type OpenTransport, transports } from './support/transports.ts'

const text = (body: string): Content => ({
  body: { kind: 'text', text: body },
  dialect: 'jinja2',
  undefinedPolicy: 'strict',
  variables: [],
  modelSettings: {},
})

/** What a call fails with; a call that succeeds fails the test. */
async function failureOf(call: Promise<unknown>): Promise<ORPCError<string, { where?: object }>> {
  const error = await call.then(
    () => expect.unreachable('the call should have failed'),
    (reason: unknown) => reason,
  )
  if (!(error instanceof ORPCError)) throw error
  return error
}

describe.each(transports)('the contract over %s', (_name, open) => {
  let opened: OpenTransport
  let rpc: Rpc

  beforeAll(async () => {
    opened = await open()
    rpc = opened.rpc
  })
  afterAll(() => opened.dispose())

  test('a call answers with parsed values and filled-in defaults', async () => {
    const made = await rpc.template.create({ name: 'plain', content: text('Hello') })
    expect(made).toMatchObject({ name: 'plain', category: '', tags: [], latestVersion: null })
    expect(await rpc.template.get({ template: 'plain' })).toEqual(made)
    expect(await rpc.template.get({ template: made.id })).toEqual(made)
  })

  test('text arrives as it was sent, whatever it holds', async () => {
    const awkward = 'naïve 🍊 \u2028 "quoted" \\ back\nslash\ttab </script> {{ x }} \u0000 ﷽'
    const made = await rpc.template.create({ name: 'awkward', content: text(awkward) })
    expect(made.draft.content.body).toEqual({ kind: 'text', text: awkward })
  })

  test('a megabyte arrives whole', async () => {
    const long = 'x'.repeat(999_999)
    const made = await rpc.template.create({ name: 'long', content: text(long) })
    const read = await rpc.template.get({ template: made.id })
    expect(read.draft.content.body).toEqual({ kind: 'text', text: long })
  })

  test('numbers in an address and in a query arrive as numbers', async () => {
    await rpc.template.create({ name: 'numbered', content: text('one') })
    const version = await rpc.template.createVersion({ template: 'numbered', note: 'first' })
    expect(version.number).toBe(1)
    expect(await rpc.template.getVersion({ template: 'numbered', version: 1 })).toEqual(version)
    const page = await rpc.template.list({ limit: 1 })
    expect(page.items).toHaveLength(1)
    expect(page.nextCursor).not.toBeNull()
  })

  test('a failure carries its code, its sentence and its facts', async () => {
    await rpc.template.create({ name: 'topic-extraction', content: text('x') })
    const error = await failureOf(rpc.template.get({ template: 'topic-extractoin' }))
    expect(error).toMatchObject({
      code: 'not_found',
      defined: true,
      data: { fault: 'user', suggestion: 'topic-extraction' },
    })
    expect(error.message).toContain('topic-extractoin')
  })

  test('an input the contract refuses names the field', async () => {
    const error = await failureOf(rpc.template.list({ limit: 5000 }))
    expect(error).toMatchObject({ code: 'invalid_input', data: { where: { field: 'limit' } } })
  })

  test('a stale draft is a conflict, not an overwrite', async () => {
    const { draft } = await rpc.template.create({ name: 'shared', content: text('one') })
    const save = (body: string) =>
      rpc.template.updateDraft({
        template: 'shared',
        content: text(body),
        revision: draft.revision,
      })
    await save('two')
    expect((await failureOf(save('three'))).code).toBe('conflict')
    const { draft: kept } = await rpc.template.get({ template: 'shared' })
    expect(kept.content.body).toEqual({ kind: 'text', text: 'two' })
  })

  test('answers find their calls when many are under way', async () => {
    const names = Array.from({ length: 40 }, (_, index) => `many-${index}`)
    const made = await Promise.all(
      names.map((name) => rpc.template.create({ name, content: text(name) })),
    )
    expect(made.map(({ name }) => name)).toEqual(names)
  })

  test('a stream delivers what happens after it was opened', async () => {
    const stop = new AbortController()
    const events = await rpc.workspace.watch(undefined, { signal: stop.signal })
    const iterator = events[Symbol.asyncIterator]()
    const first = iterator.next()
    const made = await rpc.template.create({ name: 'watched', content: text('x') })
    expect((await first).value).toMatchObject({ noun: 'template', id: made.id })
    stop.abort()
    await iterator.next().catch(() => {})
  })

  test('leaving a stream ends it, and calls go on', async () => {
    const events = await rpc.workspace.watch()
    const seen: string[] = []
    const created = rpc.template.create({ name: 'left', content: text('x') })
    for await (const { noun } of events) {
      seen.push(noun)
      break
    }
    await created
    expect(seen).toHaveLength(1)
    expect((await rpc.workspace.get()).counts.templates).toBeGreaterThan(0)
  })

  test('an aborted stream ends at once', async () => {
    const stop = new AbortController()
    const events = await rpc.workspace.watch(undefined, { signal: stop.signal })
    const drained = (async () => {
      for await (const _ of events);
    })().then(
      () => 'ended',
      () => 'ended',
    )
    stop.abort()
    expect(await drained).toBe('ended')
    expect((await rpc.workspace.get()).name).toBeTypeOf('string')
  })

  test('a call aborted before it was sent is never made', async () => {
    const stop = AbortSignal.abort()
    const call = rpc.template.create({ name: 'never', content: text('x') }, { signal: stop })
    await expect(call).rejects.toBeDefined()
    expect((await failureOf(rpc.template.get({ template: 'never' }))).code).toBe('not_found')
  })
})
