import { beforeAll, expect, test } from 'vitest'
import { makeTestCore, testFolder } from '../support/core.ts'
import { bundleCoreWorker, startCoreProcess } from '../support/processes/core-process.ts'

let script: string
beforeAll(async () => {
  script = await bundleCoreWorker('processes')
})

test('three processes make and migrate one new workspace at the same time', async () => {
  const dataFolder = testFolder()
  const workers = [1, 2, 3].map(() => startCoreProcess(script, dataFolder, 'open'))
  await Promise.all(workers.map((worker) => worker.end()))
  const { database } = await makeTestCore({ dataFolder })
  for (const { messages } of workers)
    expect(messages).toEqual([{ kind: 'opened', schemaVersion: database.schemaVersion }])
})

test('two processes write at the same time and lose nothing', async () => {
  const dataFolder = testFolder()
  const names = ['left', 'right']
  const workers = names.map((name) =>
    startCoreProcess(script, dataFolder, 'write', { name, count: 20 }),
  )
  await Promise.all(workers.map((worker) => worker.end()))
  const { client } = await makeTestCore({ dataFolder })
  for (const [index, name] of names.entries()) {
    expect(workers[index]?.messages.filter(({ kind }) => kind === 'failed')).toEqual([])
    const template = await client.template.get({ template: `${name}-template` })
    expect(template.draft.revision).toBe(21)
    expect(template.latestVersion).toBe(10)
    expect((await client.dataset.get({ dataset: `${name}-data` })).version).toBe(4)
  }
})

test('who watches hears of a change that another process made', async () => {
  const dataFolder = testFolder()
  const { changes } = await makeTestCore({ dataFolder })
  const stream = changes.subscribe()
  const worker = startCoreProcess(script, dataFolder, 'write', { name: 'other', count: 1 })
  const heard = await stream.next()
  expect(heard.value).toMatchObject({ noun: 'workspace', id: null })
  const next = await stream.next()
  expect(next.value).toMatchObject({ noun: 'template', id: null })
  await worker.end()
  await stream.return?.()
})
