import { expect, test } from 'vitest'
import { listLogger, makeTestCore, memorySecrets } from '../../support/core.ts'
import { answer, shout } from '../../support/models/fake-openai.ts'
import { makeFakeProvider, sendError, sendJson } from '../../support/models/fake-provider.ts'
import { addFakeProvider, shortWaits } from '../../support/models/providers.ts'

test('a provider is added, listed, changed and forgotten, and its key is nowhere in the file', async () => {
  const { client, environment, database } = await makeTestCore()
  await addFakeProvider(client, 'http://127.0.0.1:9/v1', { apiKey: 'sk-very-secret' })
  const { items } = await client.provider.list()
  expect(items).toMatchObject([{ name: 'fake', hasKey: true, concurrency: 4, maxRetries: 4 }])
  expect(JSON.stringify(items)).not.toContain('sk-very-secret')
  expect(await environment.secrets.get('provider.fake')).toBe('sk-very-secret')
  const stored = database.reader.prepare('SELECT * FROM providers').all()
  expect(JSON.stringify(stored)).not.toContain('sk-very-secret')

  const changed = await client.provider.update({ provider: 'fake', apiKey: null, timeoutMs: 1000 })
  expect(changed).toMatchObject({ hasKey: false, timeoutMs: 1000, models: ['m1'] })
  await client.provider.remove({ provider: 'fake' })
  expect((await client.provider.list()).items).toEqual([])
})

test('of two who add one name at once only the one who has it leaves a secret', async () => {
  const { client, environment } = await makeTestCore()
  const adds = {
    'provider.fake': (secret: string) =>
      addFakeProvider(client, 'http://127.0.0.1:9/v1', { apiKey: secret }),
    'remote.fake': (secret: string) =>
      client.remote.add({ name: 'fake', connectionString: `postgres://me:${secret}@there/db` }),
  }
  for (const [key, add] of Object.entries(adds)) {
    const [first, second] = await Promise.allSettled([add('first'), add('second')])
    expect([first?.status, second?.status]).toEqual(['fulfilled', 'rejected'])
    expect(await environment.secrets.get(key)).toContain('first')
  }
})

test('a secret that cannot be kept leaves no name behind', async () => {
  const set = () => Promise.reject(new Error('the keyring is locked'))
  const { client } = await makeTestCore({ secrets: { ...memorySecrets(), set } })
  const add = () => addFakeProvider(client, 'http://127.0.0.1:9/v1', { apiKey: 'sk' })
  await expect(add()).rejects.toThrow()
  expect((await client.provider.list()).items).toEqual([])
  const connectionString = 'postgres://me:pw@there/db'
  await expect(client.remote.add({ name: 'r', connectionString })).rejects.toThrow()
  expect((await client.remote.list()).items).toEqual([])
})

test('what cannot work is refused when it is added', async () => {
  const { client } = await makeTestCore()
  const add = (changed: object) =>
    client.provider.create({ name: 'x', kind: 'openai-compatible', ...changed })
  await expect(add({})).rejects.toMatchObject({
    code: 'invalid_input',
    data: { where: { field: 'baseUrl' } },
  })
  await expect(add({ baseUrl: 'ftp://there' })).rejects.toMatchObject({ code: 'invalid_input' })
  await expect(add({ baseUrl: 'http://me:pw@there/v1' })).rejects.toMatchObject({
    message: 'The base URL has a user or password in it.',
  })
  await expect(add({ name: 'a/b', baseUrl: 'http://there' })).rejects.toMatchObject({
    code: 'invalid_input',
  })
  await add({ baseUrl: 'http://there/v1' })
  await expect(add({ baseUrl: 'http://there/v1' })).rejects.toMatchObject({
    code: 'already_exists',
  })
  await expect(client.provider.remove({ provider: 'y' })).rejects.toMatchObject({
    code: 'not_found',
  })
})

test('the test button makes one call and says in a sentence what is wrong', async () => {
  const fake = await makeFakeProvider((seen, response) => {
    if (seen.headers.authorization !== 'Bearer sk-good') {
      sendError(response, 401, 'Incorrect API key provided: sk-bad')
    } else answer(seen, response, 'OK')
  })
  const { client } = await makeTestCore(shortWaits())
  await addFakeProvider(client, fake.baseUrl, { apiKey: 'sk-bad' })
  expect(fake.seen).toEqual([])
  const refused = await client.provider.test({ provider: 'fake' })
  expect(refused).toMatchObject({ isWorking: false, fix: 'Give the provider another key.' })
  expect(refused.message).toBe(
    'fake refuses the key (401). It says: Incorrect API key provided: •••',
  )
  await client.provider.update({ provider: 'fake', apiKey: 'sk-good' })
  expect(await client.provider.test({ provider: 'fake' })).toMatchObject({ isWorking: true })
  expect(fake.seen).toHaveLength(2)
  expect(fake.seen[1]?.body).toMatchObject({ model: 'm1', max_tokens: 16 })
  await fake.close()
  const gone = await client.provider.test({ provider: 'fake' })
  expect(gone.message).toMatch(/^fake could not be reached/)
})

test('Anthropic: its format, its header, its counts', async () => {
  const fake = await makeFakeProvider((seen, response) =>
    sendJson(response, 200, {
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      model: seen.body.model,
      content: [{ type: 'text', text: `Claude: ${seen.prompt}` }],
      stop_reason: 'end_turn',
      stop_sequence: null,
      usage: { input_tokens: 20, output_tokens: 8 },
    }),
  )
  const { client } = await makeTestCore()
  await addFakeProvider(client, fake.baseUrl, { kind: 'anthropic' })
  const keyless = await client.provider.test({ provider: 'fake' })
  expect(keyless).toMatchObject({ isWorking: false, message: 'Provider "fake" has no key.' })
  await client.provider.update({ provider: 'fake', apiKey: 'sk-ant' })
  expect(await client.provider.test({ provider: 'fake' })).toMatchObject({ isWorking: true })
  expect(fake.seen).toHaveLength(1)
  expect(fake.seen[0]).toMatchObject({
    path: '/v1/messages',
    headers: { 'x-api-key': 'sk-ant' },
    body: { model: 'm1', max_tokens: 16 },
  })
})

test('Google: its format, its header', async () => {
  const fake = await makeFakeProvider((_, response) =>
    sendJson(response, 200, {
      candidates: [
        { content: { role: 'model', parts: [{ text: 'OK' }] }, finishReason: 'STOP', index: 0 },
      ],
      usageMetadata: { promptTokenCount: 7, candidatesTokenCount: 1, totalTokenCount: 8 },
    }),
  )
  const { client } = await makeTestCore()
  await addFakeProvider(client, fake.baseUrl, { kind: 'google', apiKey: 'g-key' })
  expect(await client.provider.test({ provider: 'fake' })).toMatchObject({ isWorking: true })
  expect(fake.seen[0]).toMatchObject({
    path: '/v1/models/m1:generateContent',
    headers: { 'x-goog-api-key': 'g-key' },
    body: { generationConfig: { maxOutputTokens: 16 } },
  })
})

test('no key and no prompt reaches the log', async () => {
  const logger = listLogger()
  const fake = await makeFakeProvider(shout)
  const { client } = await makeTestCore({ logger })
  await addFakeProvider(client, fake.baseUrl, { apiKey: 'sk-quiet' })
  await client.provider.test({ provider: 'fake' })
  expect(logger.lines).toEqual([])
})
