import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import type { RenderedPrompt, RenderResult } from '#shared/client/client.ts'
import type { Content } from '#shared/contract/template.ts'
import { defaultGuardrails, type Guardrail } from '#shared/domain/guardrails/engine.ts'
import { openOffline } from '../support/client/offline-client.ts'

const CARD = '4111 1111 1111 1111'
const OTHER_CARD = '5555 5555 5555 4444'

const redacting = (stages: Guardrail['stages']): Guardrail[] =>
  defaultGuardrails
    .filter(({ rule }) => rule.type === 'pii')
    .map((one) => ({ ...one, action: 'redact', stages }))

const ready = (result: RenderResult): RenderedPrompt => {
  if (result.kind !== 'success') throw new Error(`The render was a ${result.kind}.`)
  return result
}

async function render(guardrails: Guardrail[]) {
  const client = openOffline({ pay: 'Question: {{ question }}' }, { guardrails })
  const question = `Is my card ${CARD} still valid?`
  return { client, prompt: ready(await client.renderPrompt('pay', { question })) }
}

test('what was redacted in the prompt comes back in the answer', async () => {
  const { client, prompt } = await render(redacting(['input']))
  expect(prompt.text).toBe('Question: Is my card [CREDIT_CARD_1] still valid?')
  expect(await client.filterOutput(prompt, 'Yes, [CREDIT_CARD_1] is valid.')).toEqual({
    kind: 'success',
    text: `Yes, ${CARD} is valid.`,
    violations: [],
  })
})

test('a content in a form that this client does not know is a failure with a name, not a throw', async () => {
  const unknown = { form: 'of a newer Galley' } as unknown as Content
  for (const guardrails of [[], redacting(['input'])]) {
    const client = openOffline({ newer: unknown }, { guardrails })
    expect(await client.getActivePrompt('newer')).toMatchObject({ version: 1 })
    expect(await client.renderPrompt('newer', { card: CARD })).toMatchObject({
      kind: 'failure',
      code: 'template_failed',
    })
  }
})

test('a placeholder that the call never gave out stays what it is', async () => {
  const { client, prompt } = await render(redacting(['input']))
  expect(await client.filterOutput(prompt, '[CREDIT_CARD_2] [SSN_1]')).toMatchObject({
    text: '[CREDIT_CARD_2] [SSN_1]',
  })
})

test('what a guardrail takes out of the answer itself stays out', async () => {
  const { client, prompt } = await render(redacting(['input', 'output']))
  const outcome = await client.filterOutput(prompt, `Not [CREDIT_CARD_1] but ${OTHER_CARD}.`)
  expect(outcome).toMatchObject({ kind: 'success', text: `Not ${CARD} but [CREDIT_CARD_2].` })
})

test('a blocking output guardrail blocks, with what it found masked', async () => {
  const { client, prompt } = await render([])
  const strict = openOffline({ pay: '{{ question }}' }, { guardrails: defaultGuardrails })
  expect(await client.filterOutput(prompt, `Use ${CARD}`)).toMatchObject({ kind: 'success' })
  const blocked = await strict.filterOutput(prompt, `Use ${CARD}`)
  expect(blocked).toMatchObject({ kind: 'blocked', violations: [{ entity: 'CREDIT_CARD' }] })
  expect(JSON.stringify(blocked)).not.toContain(CARD)
})

test('neither JSON nor a log of a rendered prompt shows what was redacted', async () => {
  const { client, prompt } = await render(redacting(['input']))
  const shown = JSON.stringify(prompt) + inspect(prompt, { depth: 10, showHidden: true })
  expect(shown).not.toContain(CARD)
  // So a copy cannot restore either; it is judged all the same.
  const copy = JSON.parse(JSON.stringify(prompt)) as RenderedPrompt
  expect(await client.filterOutput(copy, '[CREDIT_CARD_1]')).toMatchObject({
    kind: 'success',
    text: '[CREDIT_CARD_1]',
  })
})
