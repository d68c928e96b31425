import { expect, test } from 'vitest'
import type { TryEvent } from '#shared/contract/model.ts'
import { makeTestRuns } from '../../support/runs.ts'

const source = { template: 't' }

async function makeReady() {
  const core = await makeTestRuns()
  await core.makeTemplate('t', 'good morning {{ name }}')
  const tryIt = async (name: string, asked: object = { source }) => {
    const all: TryEvent[] = []
    const input = { source, model: 'echo', bindings: { name }, ...asked }
    for await (const event of await core.client.model.try(input)) all.push(event)
    return all.at(-1)
  }
  return { ...core, tryIt }
}

test('an answer is kept beside the text it belongs to, and follows it into a version', async () => {
  const { client, tryIt } = await makeReady()
  const { draft } = await client.template.get({ template: 't' })
  const content = { ...draft.content, body: { kind: 'text' as const, text: 'hi {{ name }}' } }
  await client.template.updateDraft({ template: 't', content, revision: draft.revision })
  expect(await tryIt('Ada')).toMatchObject({ kind: 'end', tryId: expect.any(String) })
  const [kept] = (await client.model.listTries({ template: 't' })).items
  expect(kept).toMatchObject({
    version: null,
    model: 'echo',
    bindings: { name: 'Ada' },
    output: 'hi Ada',
  })
  const { number } = await client.template.createVersion({ template: 't' })
  const after = await client.model.listTries({ template: 't' })
  expect(after.items.map(({ version }) => version)).toEqual([number])
})

test('a text that is no template of the workspace is tried and not kept', async () => {
  const { client, tryIt } = await makeReady()
  const { draft } = await client.template.get({ template: 't' })
  const asked = { source: { content: draft.content, name: 'x' } }
  expect(await tryIt('Ada', asked)).toMatchObject({ output: 'good morning Ada', tryId: null })
  expect((await client.model.listTries({ template: 't' })).items).toEqual([])
})

test('an answer is taken away and put back; the newest 200 stay', async () => {
  const { client, tryIt } = await makeReady()
  for (let number = 0; number < 203; number += 1) await tryIt(`n${number}`)
  const list = async () => (await client.model.listTries({ template: 't' })).items
  const items = await list()
  expect(items.map(({ output }) => output.split(' n')[1]).slice(0, 2)).toEqual(['202', '201'])
  expect(items).toHaveLength(200)
  const id = items[0]?.id ?? ''
  await client.model.archiveTry({ id })
  expect((await list())[0]?.id).toBe(items[1]?.id)
  await client.model.archiveTry({ id, isArchived: false })
  expect((await list())[0]?.id).toBe(id)
})
