import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Assertion } from '#shared/contract/run/run.ts'
import { answer, shout } from '../../support/models/fake-openai.ts'
import { makeFakeProvider, sendError, sendJson } from '../../support/models/fake-provider.ts'
import { addFakeProvider } from '../../support/models/providers.ts'
import { allResults, echo, finish, makeTestRuns } from '../../support/runs.ts'

const judge = 'provider:fake/m1'

async function prepared(say: (prompt: string) => object) {
  const core = await makeTestRuns()
  const fake = await makeFakeProvider((seen, response) => {
    if (seen.path.endsWith('/embeddings')) {
      const data = seen.body.input.map((text: string, index: number) => ({
        index,
        object: 'embedding',
        embedding: [text.length, 1],
      }))
      sendJson(response, 200, { object: 'list', data, usage: { prompt_tokens: 4 } })
    } else answer(seen, response, JSON.stringify(say(seen.prompt)))
  })
  await addFakeProvider(core.client, fake.baseUrl)
  await core.makeTemplate('long', 'n={{ n }}, and more of it')
  await core.makeTemplate('short', 'n={{ n }}')
  await core.makeDataset('numbers', 3)
  return { ...core, fake }
}

async function run(core: Awaited<ReturnType<typeof prepared>>, assertion: object, extra = {}) {
  const { id } = await core.client.run.start({
    dataset: 'numbers',
    columns: [echo('long'), echo('short')],
    assertions: [assertion as Assertion],
    ...extra,
  })
  const end = await finish(core.client, id)
  return { end, rows: await allResults(core.client, id) }
}

describe('judges in a run', () => {
  test('pass and fail cells, and what they cost stands beside what the answers cost', async () => {
    const core = await prepared((prompt) => ({
      reason: 'Looked.',
      pass: prompt.includes('and more'),
      score: 0.9,
    }))
    const { end } = await run(core, { type: 'llm-rubric', value: 'says more' }, { judge })
    expect(end.figures).toMatchObject([
      { passed: 3, failed: 0, cost: 0 },
      { passed: 0, failed: 3, cost: 0 },
    ])
    // Three answers of 10 tokens in and 5 out at $1 and $2 per million.
    expect(end.figures[0]?.judgeCost).toBeCloseTo(0.00006, 10)
    // Judgements are kept as answers are: the second run asks nobody.
    const asked = core.fake.seen.length
    await run(core, { type: 'llm-rubric', value: 'says more' }, { judge })
    expect(core.fake.seen).toHaveLength(asked)
  })

  test('that fail leave the answer and what it cost', async () => {
    const core = await makeTestRuns()
    const fake = await makeFakeProvider((seen, response) =>
      seen.prompt.includes('<rubric>') ? sendError(response, 400, 'No') : shout(seen, response),
    )
    await addFakeProvider(core.client, fake.baseUrl)
    await core.makeTemplate('solver', 'say {{ n }}')
    await core.makeDataset('numbers', 2)
    const columns = [{ template: 'solver', version: 1, model: judge }]
    const rubric = { type: 'llm-rubric', value: 'x' } as Assertion
    const start = { dataset: 'numbers', columns, assertions: [rubric], judge }
    const { id } = await core.client.run.start(start)
    const { figures } = await finish(core.client, id)
    expect(figures).toMatchObject([{ errors: 2, inputTokens: 20, outputTokens: 10 }])
    expect(figures[0]?.cost).toBeCloseTo(0.00004, 10)
    const [row] = await allResults(core.client, id)
    expect(row?.cells.c1).toMatchObject({ status: 'error', output: 'SAY 1' })
  })

  test('need a price where there is a spend cap', async () => {
    const core = await prepared(() => ({}))
    await addFakeProvider(core.client, core.fake.baseUrl, { name: 'free', prices: [] })
    const start = (assertion: object, extra: object) =>
      run(core, assertion, { ...extra, maxCost: 1 })
    const refusal = {
      message: 'No price is known of provider:free/m1.',
      data: { where: { field: 'maxCost' } },
    }
    const unpriced = 'provider:free/m1'
    const rubric = { type: 'llm-rubric', value: 'x' }
    await expect(start(rubric, { judge: unpriced })).rejects.toMatchObject(refusal)
    const own = { type: 'assert-set', assertions: [{ ...rubric, provider: unpriced }] }
    await expect(start(own, { judge })).rejects.toMatchObject(refusal)
  })

  test('are refused before the first cell where there is none', async () => {
    const core = await prepared(() => ({}))
    const start = (assertion: object, extra = {}) => run(core, assertion, extra)
    await expect(start({ type: 'g-eval', value: 'x' })).rejects.toMatchObject({
      code: 'invalid_input',
      message: 'The assertion "g-eval" needs a judge.',
      data: { where: { field: 'assertions.0' } },
    })
    await expect(start({ type: 'similar', value: 'x' })).rejects.toMatchObject({
      message: 'The assertion "similar" needs an embedding model.',
    })
    await expect(start({ type: 'javascript', value: 'true' })).rejects.toMatchObject({
      message: expect.stringContaining('needs scripts to be allowed'),
    })
    const unknown = { type: 'llm-rubric', value: 'x', provider: 'provider:fake/m2' }
    await expect(start(unknown)).rejects.toMatchObject({ code: 'not_found' })
  })

  test('compare meanings through vectors', async () => {
    const core = await prepared(() => ({}))
    const assertion = { type: 'similar:cosine', value: 'n=1', threshold: 0.999 }
    const { end } = await run(core, assertion, { embedder: judge })
    expect(end.figures).toMatchObject([{ failed: 3 }, { passed: 3 }])
  })
})

describe('comparing the outputs of a case', () => {
  test('select-best fails the others, and keeps who won and why', async () => {
    const core = await prepared(() => ({ reason: 'Shorter.', best: 2 }))
    const { end, rows } = await run(core, { type: 'select-best', value: 'shortest' }, { judge })
    expect(end).toMatchObject({
      status: 'finished',
      figures: [
        { passed: 0, failed: 3 },
        { passed: 3, failed: 0 },
      ],
    })
    const [first] = rows
    const detail = await core.client.run.getResult({
      run: end.id,
      result: first?.cells.c1?.id ?? 0,
    })
    expect(detail).toMatchObject({
      status: 'failed',
      firstStatus: 'passed',
      judgements: [{ kind: 'select-best:1', isPassed: false, reason: 'Shorter.', author: judge }],
    })
  })

  test('a person who judges meanwhile has the last word, and figures stay right', async () => {
    const isAsked = Promise.withResolvers<void>()
    const mayAnswer = Promise.withResolvers<void>()
    const core = await makeTestRuns()
    const fake = await makeFakeProvider(async (seen, response) => {
      isAsked.resolve()
      await mayAnswer.promise
      answer(seen, response, JSON.stringify({ reason: 'Longer.', best: 1 }))
    })
    await addFakeProvider(core.client, fake.baseUrl)
    await core.makeTemplate('long', 'n={{ n }}, and more of it')
    await core.makeTemplate('short', 'n={{ n }}')
    await core.makeDataset('numbers', 1)
    const assertions = [{ type: 'select-best', value: 'longest' } as Assertion]
    const columns = [echo('long'), echo('short')]
    const { id } = await core.client.run.start({ dataset: 'numbers', columns, assertions, judge })
    await isAsked.promise
    const [row] = await allResults(core.client, id)
    const rate = (key: string, isPassed: boolean) =>
      core.client.run.rate({ run: id, result: row?.cells[key]?.id ?? 0, isPassed })
    await rate('c1', false)
    await rate('c2', true)
    mayAnswer.resolve()
    expect(await finish(core.client, id)).toMatchObject({
      status: 'finished',
      figures: [
        { passed: 0, failed: 1 },
        { passed: 1, failed: 0 },
      ],
    })
  })

  test('pairwise is blind to the order: a judge that always takes the first has shown nothing', async () => {
    const biased = await prepared(() => ({ reason: 'The first.', best: 1 }))
    const { end } = await run(biased, { type: 'pairwise', value: 'better' }, { judge })
    expect(end.figures).toMatchObject([{ passed: 3 }, { passed: 3 }])
    const fair = await prepared((prompt) => ({
      reason: 'More of it.',
      best: prompt.indexOf('more of it') < prompt.indexOf('<output-2>') ? 1 : 2,
    }))
    const { end: judged } = await run(fair, { type: 'pairwise', value: 'longer' }, { judge })
    expect(judged.figures).toMatchObject([{ passed: 3 }, { failed: 3 }])
    // Two questions per case: both orders.
    expect(fair.fake.seen).toHaveLength(6)
  })

  test('a judge that fails leaves the run to be gone on with', async () => {
    let isBroken = true
    const core = await prepared(() => (isBroken ? { nothing: true } : { reason: 'r', best: 1 }))
    const assertion = { type: 'select-best', value: 'x' }
    const { end } = await run(core, assertion, { judge, usesCache: false })
    expect(end).toMatchObject({
      status: 'interrupted',
      doneCells: 6,
      stopReason: expect.stringContaining('Outputs could not be compared'),
    })
    isBroken = false
    await core.client.run.resume({ run: end.id })
    expect(await finish(core.client, end.id)).toMatchObject({
      status: 'finished',
      figures: [{ passed: 3 }, { failed: 3 }],
    })
  })
})

describe('code of the user', () => {
  const column = (core: Awaited<ReturnType<typeof prepared>>, value: string, type = 'javascript') =>
    run(core, { type, value }).then(({ end, rows }) => ({
      figures: end.figures[0],
      cell: rows[0]?.cells.c1,
    }))

  test('an expression of the template language needs no permission', async () => {
    const core = await prepared(() => ({}))
    const { figures } = await column(core, 'output.startswith("n=" ~ inputs.n)', 'expression')
    expect(figures).toMatchObject({ passed: 3 })
    const broken = await column(core, 'output.nothing()', 'expression')
    expect(broken.figures).toMatchObject({ failed: 3 })
  })

  test('a script gives a truth value, a score or a verdict', async () => {
    const core = await prepared(() => ({}))
    await core.client.run.updateSettings({ allowsScripts: true })
    expect((await core.client.run.getSettings()).cacheDays).toBe(30)
    const { figures } = await column(core, 'output.includes("n=" + context.vars.n)')
    expect(figures).toMatchObject({ passed: 3 })
    const graded = await column(core, 'return { pass: false, score: 0.25, reason: "Because." }')
    expect(graded.cell).toMatchObject({ status: 'failed', outcomes: [{ reason: 'Because.' }] })
  }, 60_000)

  test('a script finds nothing to do harm with, and cannot stay', async () => {
    const core = await prepared(() => ({}))
    await core.client.run.updateSettings({ allowsScripts: true })
    const said = async (source: string) => {
      const { cell } = await column(core, source)
      return cell?.error ?? cell?.outcomes[0]?.reason
    }
    expect(
      await said('typeof process + typeof require + typeof fetch === "undefined".repeat(3)'),
    ).toBe('The script says true.')
    expect(await said('this.constructor.constructor("return process")()')).toMatch(/failed/)
    expect(await said('import("node:net")')).toMatch(/failed|no verdict|answered without/)
  }, 60_000)

  test('a webhook is sent the output and gives the verdict', async () => {
    const server = createServer(async (request, response) => {
      let text = ''
      for await (const chunk of request) text += chunk
      const { output, context } = JSON.parse(text)
      sendJson(response, 200, { pass: output === `n=${context.vars.n}`, reason: 'Compared.' })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const value = `http://127.0.0.1:${(server.address() as AddressInfo).port}/judge`
    const core = await prepared(() => ({}))
    const { end } = await run(core, { type: 'webhook', value })
    expect(end.figures).toMatchObject([{ failed: 3 }, { passed: 3 }])
  })
})
