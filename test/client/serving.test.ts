import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { defaultGuardrails } from '#shared/domain/guardrails/engine.ts'
import { openClient } from '../support/client/client.ts'
import { makeTestCore } from '../support/core.ts'
import { query, startTestPostgres, type TestPostgres } from '../support/postgres.ts'
import { publishTo, textContent } from '../support/publish.ts'
import { createStore } from '../support/schema.ts'

let postgres: TestPostgres
let store: string
beforeAll(async () => {
  postgres = await startTestPostgres()
})
afterAll(() => postgres.stop())
beforeEach(async () => {
  store = await createStore(postgres)
})

describe('from the workbench to production and back', () => {
  test('what the client renders is byte for byte the preview, and its execution is listed', async () => {
    const core = await makeTestCore()
    const { client: api } = core
    await api.remote.add({ name: 'shop', connectionString: store })
    const content = {
      body: {
        kind: 'messages' as const,
        messages: [
          {
            role: 'system' as const,
            content:
              '{% include "house-rules" %}You teach {{ grade_level }}.\n{% for t in topics %}- {{ t | upper }}\n{% endfor %}',
          },
          {
            role: 'user' as const,
            content: 'Ünï: {{ question }} {{ n / 2 }} {{ {"a": [1, none]} }}',
          },
        ],
      },
    }
    const rules = textContent('For {{ grade_level }}: no jokes.\n\n')
    await api.template.create({ name: 'house-rules', content: rules })
    await api.template.createVersion({ template: 'house-rules' })
    await api.template.create({ name: 'teach', category: 'school', content })
    const { number } = await api.template.createVersion({ template: 'teach' })
    await api.publishing.publish({ remote: 'shop', template: 'teach', version: number })
    const bindings = {
      grade_level: '5 & 6',
      topics: ['a', 'ß'],
      question: "What's a <cell>?",
      n: 3,
    }
    const preview = await api.render.preview({
      source: { template: 'teach', version: number },
      bindings,
    })
    if (preview.kind !== 'success' || preview.rendered.kind !== 'messages')
      throw new Error(preview.kind)

    const client = openClient({ connectionString: store })
    const rendered = await client.renderPrompt('teach', bindings, {
      userId: 'u-1',
      requestId: 'r-1',
    })
    expect(rendered).toMatchObject({
      kind: 'success',
      version: 1,
      arm: null,
      isStale: false,
      text: null,
    })
    if (rendered.kind !== 'success') return
    expect(rendered.messages).toEqual(preview.rendered.messages)
    expect(await client.flush()).toBe(true)

    const { items } = await api.execution.list({ remote: 'shop' })
    expect(items).toMatchObject([
      {
        id: rendered.executionId,
        templateName: 'teach',
        templateVersion: 1,
        userId: 'u-1',
        requestId: 'r-1',
        status: 'success',
        inputVariables: bindings,
        guardrailAction: 'allow',
      },
    ])
    const byId = async (idPrefix: string) =>
      (await api.execution.list({ remote: 'shop', idPrefix })).items.map(({ id }) => id)
    const executionId = rendered.executionId ?? ''
    for (const known of [executionId, executionId.slice(0, 11).toUpperCase()])
      expect(await byId(known)).toEqual([executionId])
    expect(await byId('ffffffff')).toEqual([])
    const performance = await api.execution.performance({ remote: 'shop' })
    expect(performance.items).toMatchObject([
      { templateName: 'teach', version: 1, totalExecutions: 1, successRate: 1 },
    ])
  })
})

describe('outcomes', () => {
  test('labels choose the version; latest is automatic; what is not there says so', async () => {
    await publishTo(store, 'greet', 1, textContent('one'), 'production')
    await publishTo(store, 'greet', 2, textContent('two'), 'staging')
    const client = openClient({ connectionString: store })
    expect(await client.getActivePrompt('greet')).toMatchObject({ version: 1, label: 'production' })
    expect(await client.getActivePrompt('greet', { label: 'staging' })).toMatchObject({
      version: 2,
    })
    expect(await client.getActivePrompt('greet', { label: 'latest' })).toMatchObject({ version: 2 })
    expect(await client.getActivePrompt('greet', { label: 'nowhere' })).toBeNull()
    expect(await client.renderPrompt('never', {})).toMatchObject({
      kind: 'failure',
      code: 'not_published',
      message: expect.stringContaining('"never"'),
    })
  })

  test('a row that a service inserted itself is served, too', async () => {
    await query(
      store,
      `insert into galley.prompt_templates (name, template_text, variables, is_active) values ('old', 'Hi {{ who }}', '["who"]', true)`,
    )
    const client = openClient({ connectionString: store })
    expect(await client.renderPrompt('old', { who: 'Bo' })).toMatchObject({
      kind: 'success',
      text: 'Hi Bo',
    })
  })

  test('an undefined variable is a failure with a name, not a throw, and is recorded as one', async () => {
    await publishTo(store, 'greet', 1, textContent('Hello {{ nmae }}'))
    const client = openClient({ connectionString: store })
    const outcome = await client.renderPrompt('greet', { name: 'Bo' })
    expect(outcome).toMatchObject({
      kind: 'failure',
      code: 'undefined_variable',
      version: 1,
      message: expect.stringContaining('nmae'),
    })
    await client.flush()
    expect(
      await query(store, 'select status, success, error_type from galley.prompt_executions'),
    ).toEqual([{ status: 'failure', success: false, error_type: 'undefined_variable' }])
  })

  test('a guardrail blocks, and what it found is in the summary view without the secret itself', async () => {
    await publishTo(store, 'greet', 1, textContent('Help with: {{ question }}'))
    const client = openClient({ connectionString: store })
    const outcome = await client.renderPrompt(
      'greet',
      { question: 'My SSN is 536-22-8145, is that safe?' },
      { userId: 'u' },
    )
    expect(outcome).toMatchObject({
      kind: 'blocked',
      violations: [{ guardrailName: 'pii_detection_basic' }],
    })
    await client.flush()
    expect(
      await query(
        store,
        'select guardrail_name, violation_count, affected_users from galley.v_guardrail_violations_summary',
      ),
    ).toEqual([
      { guardrail_name: 'pii_detection_basic', violation_count: '1', affected_users: '1' },
    ])
    const [row] = await query(
      store,
      'select status, to_jsonb(e)::text as whole, rendered_prompt from galley.prompt_executions e',
    )
    expect(row).toMatchObject({
      status: 'blocked',
      rendered_prompt: null,
      whole: expect.not.stringContaining('536-22-8145'),
    })
  })

  describe('what a guardrail redacts is never recorded', () => {
    const redacting = (stage: 'input' | 'prompt') =>
      defaultGuardrails
        .filter(({ rule }) => rule.type === 'pii')
        .map((one) => ({ ...one, action: 'redact' as const, stages: [stage] }))
    const secret = 'My SSN is 536-22-8145, is that safe?'

    test.each([
      ['a render that fails after the check', 'input', '{{ question }} {{ nmae }}', 'failure'],
      ['a guardrail that looks at prompts alone', 'prompt', '{{ question }}', 'success'],
    ] as const)('%s', async (_what, stage, template, kind) => {
      await publishTo(store, 'ask', 1, textContent(template))
      const client = openClient({ connectionString: store, guardrails: redacting(stage) })
      expect((await client.renderPrompt('ask', { question: secret })).kind).toBe(kind)
      await client.flush()
      const [row] = await query(
        store,
        'select input_variables, to_jsonb(e)::text as whole from galley.prompt_executions e',
      )
      expect(row).toMatchObject({
        input_variables: { question: 'My SSN is [SSN_1], is that safe?' },
        whole: expect.not.stringContaining('536-22-8145'),
      })
    })
  })

  test('all of it works with the role of a reader and nothing more', async () => {
    const { versionId } = await publishTo(store, 'greet', 1, textContent('hi'))
    await query(
      store,
      `insert into galley.ab_test_experiments (name, template_name, status, control_template_id, traffic_allocation) values ('x', 'greet', 'running', $1, '{"control": 100}')`,
      [versionId],
    )
    await query(store, `create role service login password 'pw' in role galley_reader`)
    const url = new URL(store)
    url.username = 'service'
    url.password = 'pw'
    const client = openClient({ connectionString: url.toString() })
    const rendered = await client.renderPrompt('greet', {}, { userId: 'u' })
    expect(rendered).toMatchObject({ kind: 'success', arm: 'control' })
    expect(client.logPromptExecution('greet', false, 5, 10, 0.1, 'timed out')).not.toBeNull()
    await client.flush()
    expect(client.recording).toMatchObject({ written: 2, rejected: 0 })
    expect(await client.recordFeedback(rendered.executionId ?? '', 1)).toBe(true)
    expect(await client.getTemplatePerformance('greet')).toMatchObject({
      executions: 2,
      successRate: 0.5,
      costUsd: 0.1,
    })
    expect(client.problems).toEqual([])
  })

  test('outcomes, feedback and the figures of a template', async () => {
    await publishTo(store, 'greet', 1, textContent('hi'))
    const client = openClient({ connectionString: store })
    const rendered = await client.renderPrompt('greet', {})
    const id = rendered.executionId ?? ''
    expect(await client.recordOutcome(id, 'sold', 1)).toBe(true)
    expect(await client.recordOutcome(id, 'sold', 3)).toBe(true)
    expect(await client.recordFeedback(id, -1)).toBe(true)
    expect(await client.recordFeedback('no id', 1)).toBe(false)
    expect(
      await query(
        store,
        'select metric, value::int from galley.execution_outcomes order by metric',
      ),
    ).toEqual([
      { metric: 'feedback', value: -1 },
      { metric: 'sold', value: 3 },
    ])
    await client.flush()
    expect(await client.getTemplatePerformance('greet')).toMatchObject({
      executions: 1,
      successRate: 1,
      violations: 0,
    })
  })

  test('both connectionString and pool, or neither, is refused with the names', () => {
    expect(() => openClient({})).toThrow('"connectionString" or a "pool"')
  })
})
