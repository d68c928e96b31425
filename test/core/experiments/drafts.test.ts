import { expect, test } from 'vitest'
import { makeTestCore } from '../../support/core.ts'
import { addTwoVersions, testDesign } from '../../support/experiments/experiments.ts'

const newContent = { body: { kind: 'text' as const, text: 'x' } }

test('a draft is made, changed, listed and cancelled; nothing else moves from there', async () => {
  const core = await makeTestCore()
  const { experiment } = core.client
  await addTwoVersions(core.client)
  const made = await experiment.create({
    name: 'shorter',
    template: 'welcome',
    design: testDesign(),
  })
  expect(made).toMatchObject({
    status: 'draft',
    templateName: 'welcome',
    remote: null,
    arms: [
      { key: 'control', version: 1 },
      { key: 'concise', version: 2 },
    ],
    design: {
      coverageBp: 10_000,
      automation: { promotesWinner: false, stopsHarmful: false },
      stopping: { rule: 'group_sequential', alpha: 0.05, minimumFullDays: 7 },
    },
  })
  const changed = await experiment.update({
    experiment: 'shorter',
    newName: 'shortest',
    design: testDesign({ coverageBp: 2000 }),
  })
  expect(changed).toMatchObject({ id: made.id, name: 'shortest', design: { coverageBp: 2000 } })
  expect((await experiment.list({})).items.map(({ name }) => name)).toEqual(['shortest'])
  const ofWelcome = await experiment.list({ template: 'welcome' })
  expect(ofWelcome.items.map(({ id }) => id)).toEqual([made.id])
  const other = await core.client.template.create({ name: 'other', content: newContent })
  expect((await experiment.list({ template: other.id })).items).toEqual([])
  await expect(experiment.list({ template: 'welcom' })).rejects.toMatchObject({
    data: { suggestion: 'welcome' },
  })
  await expect(experiment.get({ experiment: 'shorter' })).rejects.toMatchObject({
    code: 'not_found',
    data: { suggestion: 'shortest' },
  })
  const cancelled = await experiment.cancel({ experiment: 'shortest', reason: 'not needed' })
  expect(cancelled).toMatchObject({ status: 'cancelled', reason: 'not needed' })
  await expect(
    experiment.update({ experiment: 'shortest', description: 'x' }),
  ).rejects.toMatchObject({ code: 'invalid_input' })
  expect((await experiment.list({ status: 'draft' })).items).toEqual([])
})

test.each([
  ['weights that do not add up', { arms: [4000, 5000] }, /9000 basis points, not 10,000/],
  ['a version that is not there', { versions: [1, 9] }, /version 9|newest/],
  ['two arms of one key', { keys: ['a', 'a'] }, /a key of its own/],
])('refuses %s', async (_, wrong: { [part: string]: unknown[] }, message) => {
  const core = await makeTestCore()
  await addTwoVersions(core.client)
  const arms = testDesign().arms.map((arm, i) => ({
    key: (wrong.keys?.[i] as string | undefined) ?? arm.key,
    version: (wrong.versions?.[i] as number | undefined) ?? arm.version,
    weightBp: (wrong.arms?.[i] as number | undefined) ?? arm.weightBp,
  }))
  const create = core.client.experiment.create({
    name: 'x',
    template: 'welcome',
    design: testDesign({ arms }),
  })
  await expect(create).rejects.toThrow(message)
})
