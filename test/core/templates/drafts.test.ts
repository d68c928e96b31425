import { expect, test } from 'vitest'
import { makeTestCore } from '../../support/core.ts'
import { text } from './content.ts'

test('a saved draft counts its revision up and is there for the next core', async () => {
  const { client, environment, close } = await makeTestCore()
  await client.template.create({ name: 'greeting', content: text('Hello {{ name }}') })
  const draft = await client.template.updateDraft({
    template: 'greeting',
    content: text('Good morning {{ name }}'),
    revision: 1,
  })
  expect(draft.revision).toBe(2)
  await close()

  const again = await makeTestCore({ dataFolder: environment.dataFolder })
  const { draft: found } = await again.client.template.get({ template: 'greeting' })
  expect(found.content.body).toEqual({ kind: 'text', text: 'Good morning {{ name }}' })
  expect(found.revision).toBe(2)
})

test('a stale revision is a conflict that names the stored one, and changes nothing', async () => {
  const { client } = await makeTestCore()
  await client.template.create({ name: 'greeting', content: text('one') })
  await client.template.updateDraft({ template: 'greeting', content: text('two'), revision: 1 })
  const stale = client.template.updateDraft({
    template: 'greeting',
    content: text('three'),
    revision: 1,
  })
  await expect(stale).rejects.toMatchObject({
    code: 'conflict',
    data: { details: { revision: 2 }, where: { template: 'greeting' } },
  })
  const { draft } = await client.template.get({ template: 'greeting' })
  expect(draft.content.body).toEqual({ kind: 'text', text: 'two' })
})

test('two cores on one file: the second to save from the same revision gets the conflict', async () => {
  const one = await makeTestCore()
  await one.client.template.create({ name: 'shared', content: text('start') })
  const two = await makeTestCore({ dataFolder: one.environment.dataFolder })
  const { draft } = await two.client.template.get({ template: 'shared' })
  const save = (core: typeof one, what: string) =>
    core.client.template.updateDraft({
      template: 'shared',
      content: text(what),
      revision: draft.revision,
    })
  await save(one, 'from one')
  await expect(save(two, 'from two')).rejects.toMatchObject({ code: 'conflict' })
})

test('who saves over somebody else’s draft leaves it among the recovery copies', async () => {
  const { client } = await makeTestCore()
  await client.template.create({ name: 'greeting', content: text('one') })
  const save = (what: string, revision: number) =>
    client.template.updateDraft({
      ...{ template: 'greeting', content: text(what), revision },
      keepsReplaced: what === 'mine',
    })
  await save('theirs', 1)
  await save('mine', 2)
  const { items } = await client.template.listRecoveries({ template: 'greeting' })
  expect(items.map(({ content }) => content.body)).toEqual([{ kind: 'text', text: 'theirs' }])
})

test('a save whose answer got lost can be sent again', async () => {
  const { client } = await makeTestCore()
  await client.template.create({ name: 'greeting', content: text('one') })
  const save = { template: 'greeting', content: text('two'), revision: 1 }
  const first = await client.template.updateDraft(save)
  expect(await client.template.updateDraft(save)).toEqual(first)
})

test('the same content in another order of members is no change', async () => {
  const { client } = await makeTestCore()
  await client.template.create({
    name: 'settings',
    content: { ...text('x'), modelSettings: { temperature: 0, seed: 1 } },
  })
  const { revision } = await client.template.updateDraft({
    template: 'settings',
    content: { modelSettings: { seed: 1, temperature: 0 }, ...text('x') },
    revision: 1,
  })
  expect(revision).toBe(1)
})

test('an editing session leaves one line in the trail, not one per save', async () => {
  const { client } = await makeTestCore()
  await client.template.create({ name: 'busy', content: text('0') })
  await client.template.createVersion({ template: 'busy' })
  for (const [index, what] of ['1', '2', '3'].entries())
    await client.template.updateDraft({
      template: 'busy',
      content: text(what),
      revision: index + 1,
    })
  const { items } = await client.workspace.listActivity({})
  expect(items.map(({ what }) => what)).toEqual(['was edited', 'got version 1', 'was created'])
})
