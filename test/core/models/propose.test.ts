import { expect, test } from 'vitest'
import { answer } from '../../support/models/fake-openai.ts'
import { makeFakeProvider } from '../../support/models/fake-provider.ts'
import { addFakeProvider, shortWaits } from '../../support/models/providers.ts'
import { makeTestRuns } from '../../support/runs.ts'

const model = 'provider:fake/m1'

const good = {
  messages: [
    { role: 'system', content: 'You summarise in {{ language }}.' },
    { role: 'user', content: '{% for line in lines %}{{ line }}\n{% endfor %}' },
  ],
  variables: [
    { name: 'language', type: 'string', description: 'Of the answer', sampleJson: 'French' },
    { name: 'lines', type: 'array', description: 'The text', sampleJson: '["a", "b"]' },
  ],
  remark: 'Short.',
}

async function makeReady(text: string) {
  const fake = await makeFakeProvider((seen, response) => answer(seen, response, text))
  const core = await makeTestRuns(shortWaits())
  await addFakeProvider(core.client, fake.baseUrl)
  return { ...core, fake }
}

test('a model writes messages, variables and samples, and is held to the form', async () => {
  const { client, fake } = await makeReady(JSON.stringify(good))
  const proposal = await client.model.propose({ model, task: 'Summarise a text' })
  expect(proposal).toMatchObject({
    body: { kind: 'messages', messages: good.messages },
    variables: [
      { name: 'language', type: 'string' },
      { name: 'lines', type: 'array' },
    ],
    sampleBindings: { language: 'French', lines: ['a', 'b'] },
    remark: 'Short.',
    cost: 0.00002,
  })
  const [asked] = fake.seen
  expect(asked?.prompt).toContain('Summarise a text')
  expect(asked?.body.response_format).toMatchObject({ type: 'json_schema' })
})

test('no case of a dataset is told, of the holdout least of all', async () => {
  const { client, fake } = await makeReady(JSON.stringify(good))
  const csv = 'q,expected,__split\nheld-out question,held-out answer,holdout\nq2,held-in,train'
  await client.dataset.import({ name: 'qa', fileName: 'qa.csv', text: csv })
  const body = { kind: 'text' as const, text: '{{ q }}' }
  const sampleBindings = { q: 'held-out question' }
  await client.template.create({ name: 'ask', content: { body }, sampleBindings })
  await client.model.propose({ model, task: 'Answer', present: body })
  expect(JSON.stringify(fake.seen)).not.toMatch(/held-(out|in)/)
})

test('what is there is told, so that it can be changed instead of written anew', async () => {
  const { client, fake } = await makeReady(
    `Here it is:\n\`\`\`json\n${JSON.stringify(good)}\n\`\`\``,
  )
  const present = { kind: 'text' as const, text: 'An old text' }
  const { remark } = await client.model.propose({ model, task: 'Make it shorter', present })
  expect(remark).toBe('Short.')
  expect(fake.seen[0]?.prompt).toContain('An old text')
})

test.for([
  ['no JSON', 'I would rather not.', 'form'],
  ['another form', '{"messages": []}', 'form'],
  [
    'a template that cannot be read',
    JSON.stringify({ ...good, messages: [{ role: 'user', content: '{% if x %}' }] }),
    'cannot be read',
  ],
] as const)('%s is told as a failure of the model', async ([, text, told]) => {
  const { client } = await makeReady(text)
  await expect(client.model.propose({ model, task: 'Summarise' })).rejects.toMatchObject({
    code: 'provider_failed',
    message: expect.stringContaining(told),
  })
})

test('cases of datasets are not told, and echo cannot write', async () => {
  const { client, fake } = await makeReady(JSON.stringify(good))
  const text = 'question,expected\nsecret-holdout-question,42'
  await client.dataset.import({ name: 'd', fileName: 'd.csv', text })
  await client.model.propose({ model, task: 'Answer questions like those of d' })
  expect(JSON.stringify(fake.seen.map(({ body }) => body))).not.toContain('secret-holdout')
  await expect(client.model.propose({ model: 'echo', task: 'x' })).rejects.toMatchObject({
    code: 'invalid_input',
  })
})
