import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { runs } from '#core/db/tables/runs.ts'
import { promptText } from '#core/models/model.ts'
import { openModel } from '#core/models/registry.ts'
import { findColumn } from '#core/runs/columns.ts'
import { openBrake } from '#core/runs/executing/brake.ts'
import { endRun } from '#core/runs/executing/execute.ts'
import { isAlive, makeOwner } from '#core/runs/executing/owner.ts'
import { runPool } from '#core/runs/executing/pool.ts'
import { openSink } from '#core/runs/executing/sink.ts'
import type { RunColumn } from '#shared/contract/run/column.ts'
import { finish, makeTestRuns } from '../../support/runs.ts'

describe('the pool', () => {
  test('works on as many items at once as it is wide, and on each once', async () => {
    const gates = Array.from({ length: 6 }, () => Promise.withResolvers<void>())
    const begun: number[] = []
    const done = runPool([0, 1, 2, 3, 4, 5].values(), 3, async (item) => {
      begun.push(item)
      await gates[item]?.promise
    })
    await Promise.resolve()
    expect(begun).toEqual([0, 1, 2])
    gates[1]?.resolve()
    await gates[1]?.promise
    await Promise.resolve()
    expect(begun).toEqual([0, 1, 2, 3])
    for (const gate of gates) gate.resolve()
    await done
    expect(begun).toEqual([0, 1, 2, 3, 4, 5])
  })

  test('takes nothing more after an error, and throws it when the others are done', async () => {
    const other = Promise.withResolvers<void>()
    const begun: number[] = []
    let hasOtherEnded = false
    const done = runPool([0, 1, 2, 3].values(), 2, async (item) => {
      begun.push(item)
      if (item === 0) throw new Error('broken')
      await other.promise
      hasOtherEnded = true
    })
    queueMicrotask(() => other.resolve())
    await expect(done).rejects.toThrow('broken')
    expect(hasOtherEnded).toBe(true)
    expect(begun).toEqual([0, 1])
  })
})

describe('models', () => {
  const dataset = { name: 'gsm8k', recordedModels: ['6b_finetuning', 'constructor'] }
  const providers = {
    refs: () => [],
    open: () => expect.unreachable(),
    embed: () => expect.unreachable(),
  }
  const request = {
    prompt: { kind: 'text' as const, text: 'hi' },
    settings: {},
    signal: new AbortController().signal,
  }

  test('echo answers with the prompt, messages one after the other', async () => {
    const answer = await openModel('echo', dataset, providers).complete({
      ...request,
      recordedOutputs: {},
    })
    expect(answer).toMatchObject({ output: 'hi', latencyMs: 0, usage: null, cost: 0 })
    const messages = [
      { role: 'system' as const, content: 'Be brief.' },
      { role: 'user' as const, content: 'Why?' },
    ]
    expect(promptText({ kind: 'messages', messages })).toBe('Be brief.\n\nWhy?')
  })

  test('recorded answers with what was recorded, and only with that', async () => {
    const model = openModel('recorded:6b_finetuning', dataset, providers)
    const recordedOutputs = { '6b_finetuning': 'A: 1' }
    expect((await model.complete({ ...request, recordedOutputs })).output).toBe('A: 1')
    await expect(model.complete({ ...request, recordedOutputs: {} })).rejects.toMatchObject({
      code: 'not_found',
    })
    // Names of Object.prototype are no recordings.
    const named = openModel('recorded:constructor', dataset, providers)
    await expect(named.complete({ ...request, recordedOutputs: {} })).rejects.toMatchObject({
      code: 'not_found',
    })
  })

  test('an unknown one is refused with the nearest name', () => {
    expect(() => openModel('recorded:6b_finetunning', dataset, providers)).toThrow(
      expect.objectContaining({
        problem: expect.objectContaining({ suggestion: 'recorded:6b_finetuning' }),
      }),
    )
  })
})

describe('a column', () => {
  const column = (key: string, version: number, model: string) =>
    ({ key, templateName: 'solve', version, model }) as RunColumn
  const columns = [
    column('c1', 1, 'recorded:a'),
    column('c2', 2, 'recorded:a'),
    column('c3', 2, 'echo'),
  ]

  test.each([
    ['c2', 'c2'],
    ['echo', 'c3'],
    ['v1', 'c1'],
    ['solve@1', 'c1'],
  ])('%s is %s', (ref, key) => {
    expect(findColumn(columns, ref, 'column').key).toBe(key)
  })

  test.each(['a', 'v2', 'recorded:a'])('%s would be several', (ref) => {
    expect(() => findColumn(columns, ref, 'column')).toThrow('Several columns')
  })

  test('an unknown one is refused with all there are', () => {
    expect(() => findColumn(columns, 'ecko', 'column')).toThrow(
      expect.objectContaining({ problem: expect.objectContaining({ suggestion: 'echo' }) }),
    )
  })
})

describe('the owner of a run', () => {
  const self = makeOwner('self')
  const now = new Date('2026-01-01T00:01:00Z')
  const lately = '2026-01-01T00:00:50Z'
  const longAgo = '2026-01-01T00:00:00Z'

  test.each([
    ['a living process of this machine', { ...self, token: 'other' }, lately, true],
    [
      'one that has been silent: its number is another’s now',
      { ...self, token: 'other' },
      longAgo,
      false,
    ],
    ['one that has ended, at once', { ...self, token: 'other', pid: 2 ** 30 }, lately, false],
    [
      'another machine that gives signs',
      { ...self, token: 'other', host: 'b', pid: 1 },
      lately,
      true,
    ],
    [
      'another machine that does not',
      { ...self, token: 'other', host: 'b', pid: 1 },
      longAgo,
      false,
    ],
  ])('%s', (_, owner, heartbeatAt, expected) => {
    expect(isAlive(owner, heartbeatAt, now, self)).toBe(expected)
  })
})

test('what judging costs counts towards the spend cap', () => {
  const brake = openBrake(1, 0.1, () => false)
  const paid = { ...paidAnswer, columnPosition: 0, ordinal: 1, repeat: 0 }
  brake.add({ ...paid, judgeCost: 0.5 })
  expect(brake.mayBegin()).toBe(true)
  brake.add({ ...paid, judgeCost: 0.5 })
  expect(brake.mayBegin()).toBe(false)
  expect(brake.stopReason).toContain('spend cap of $1')
})

/** A sink over a run of one stored cell, whose first attempt at storing fails. */
async function failingSink() {
  const { client, database, environment, makeTemplate, makeDataset } = await makeTestRuns()
  await makeTemplate('solver', '{{ n }}')
  await makeDataset('numbers', 1)
  const { id } = await client.run.start({
    dataset: 'numbers',
    columns: [{ template: 'solver', version: 1, model: 'echo' }],
    assertions: [],
  })
  await finish(client, id)
  const owner = makeOwner('me')
  database.writer.transaction((transaction) =>
    transaction
      .prepare("UPDATE runs SET status = 'running', owner_json = ?")
      .run(JSON.stringify(owner)),
  )
  let failures = 1
  const writer: typeof database.writer = {
    transaction(work, options) {
      if (failures-- > 0) throw new Error('busy')
      return database.writer.transaction(work, options)
    },
  }
  const guardrails = { record: () => {} } as unknown as Parameters<typeof openSink>[0]['guardrails']
  const sink = openSink({ environment, writer, guardrails }, 1, owner, () => {})
  onTestFinished(() => sink.close())
  return {
    sink,
    environment,
    writer,
    database,
    add: (repeat: number) => sink.add({ ...paidAnswer, columnPosition: 0, ordinal: 1, repeat }),
    passed: async () => (await client.run.get({ run: id })).figures[0]?.passed,
  }
}

test('a batch that could not be stored is stored by the next attempt', async () => {
  const { sink, environment, writer, database, add, passed } = await failingSink()
  await add(7)
  expect(() => sink.flush()).toThrow('busy')
  sink.flush()
  expect(await passed()).toBe(2)

  // Whoever lost the run to another process does not end it.
  endRun({ environment, writer }, 1, makeOwner('they'), { status: 'interrupted' })
  const { query } = database.reader
  expect(query.select().from(runs).all()).toMatchObject([{ status: 'running' }])
})

test('the answer that meets the failure of an earlier one is kept too', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  onTestFinished(() => void vi.useRealTimers())
  const { sink, add, passed } = await failingSink()
  await add(7)
  vi.advanceTimersByTime(1000)
  await expect(add(8)).rejects.toThrow('busy')
  sink.flush()
  expect(await passed()).toBe(3)
})

const paidAnswer = {
  status: 'passed' as const,
  score: 1,
  output: 'paid for',
  outcomes: [],
  namedScores: {},
  guardrails: { violations: [], failures: [], checked: [] },
  error: null,
  errorCode: null,
  latencyMs: 1,
  spent: { usage: null, cost: 0.01, finishReason: 'stop' as const, isCached: false },
  judgeCost: null,
}
