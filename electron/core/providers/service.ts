import { GalleyError } from '#shared/contract/errors.ts'
import type { Provider, ProviderTest } from '#shared/contract/provider.ts'
import type { Reader, Writer } from '../db/handles.ts'
import type { CoreEnvironment } from '../environment.ts'
import type { Input } from '../inputs.ts'
import type { ActivityLog } from '../workspace/activity.ts'
import type { ChangeFeed } from '../workspace/changes.ts'
import { providerModels, requireProvider, secretKey } from './models.ts'
import { listPrices, removePrice, setPrice } from './prices.ts'
import * as store from './store.ts'

export interface ProviderParts {
  environment: Pick<CoreEnvironment, 'clock' | 'newId' | 'secrets' | 'wait'>
  reader: Reader
  writer: Writer
  activity: ActivityLog
  changes: ChangeFeed
}

/** The model providers of a workspace. Nothing is connected to but by a test, a try or a run. */
export class ProviderService {
  readonly #parts: ProviderParts
  /** What runs and tries ask. */
  readonly models

  constructor(parts: ProviderParts) {
    this.#parts = parts
    this.models = providerModels(parts)
  }

  async list(): Promise<{ items: Provider[] }> {
    const stored = store.listProviders(this.#parts.reader)
    return { items: await Promise.all(stored.map((one) => this.#toProvider(one))) }
  }

  /** Where the secret store keeps the keys of these providers. */
  secretKeys(): string[] {
    return store.listProviders(this.#parts.reader).map(({ name }) => secretKey(name))
  }

  async create({ apiKey, ...input }: Input<'provider', 'create'>): Promise<Provider> {
    const { environment, writer } = this.#parts
    const { baseUrl = null, ...settings } = input
    refuseUnusable(input.kind, baseUrl)
    const id = environment.newId()
    const createdAt = environment.clock.now().toISOString()
    const provider = { id, ...settings, baseUrl, createdAt }
    writer.transaction((transaction) => {
      if (store.findProvider(transaction, input.name)) throw nameTaken(input.name)
      store.insertProvider(transaction, provider)
      this.#record(transaction, provider, 'was added')
    })
    // After the name is taken: of two who add it at once, only the one who has it leaves a key.
    try {
      if (apiKey !== undefined) await environment.secrets.set(secretKey(input.name), apiKey)
    } catch (error) {
      this.#forget(provider)
      throw error
    }
    return this.#changed(provider)
  }

  async update(input: Input<'provider', 'update'>): Promise<Provider> {
    const { environment, writer } = this.#parts
    const { provider: name, apiKey, ...changes } = input
    const { kind } = requireProvider(this.#parts.reader, name)
    if (changes.baseUrl !== undefined) refuseUnusable(kind, changes.baseUrl)
    if (apiKey === null) await environment.secrets.delete(secretKey(name))
    else if (apiKey !== undefined) await environment.secrets.set(secretKey(name), apiKey)
    const given = Object.fromEntries(
      Object.entries(changes).filter(([, value]) => value !== undefined),
    )
    const updated = writer.transaction((transaction) => {
      const next = { ...requireProvider(transaction, name), ...given }
      store.updateProvider(transaction, next)
      this.#record(transaction, next, 'was changed')
      return next
    })
    return this.#changed(updated)
  }

  async remove({ provider: name }: Input<'provider', 'remove'>): Promise<Provider> {
    const { environment, reader } = this.#parts
    const found = requireProvider(reader, name)
    const removed = await this.#toProvider(found)
    // Before the name is free: the key of somebody who takes it next must stay.
    await environment.secrets.delete(secretKey(name))
    this.#forget(found)
    this.#parts.changes.emit('provider', found.id)
    return removed
  }

  listPrices() {
    return listPrices(this.#parts.reader)
  }

  setPrice(price: Input<'provider', 'setPrice'>) {
    setPrice(this.#parts.writer, price)
    this.#parts.changes.emit('provider', null)
    return this.listPrices()
  }

  removePrice({ model }: Input<'provider', 'removePrice'>) {
    removePrice(this.#parts.writer, model)
    this.#parts.changes.emit('provider', null)
    return this.listPrices()
  }

  /** One tiny call, once: a test that waited through retries would only hide what is wrong. */
  async test(input: Input<'provider', 'test'>, signal?: AbortSignal): Promise<ProviderTest> {
    const { name, models } = requireProvider(this.#parts.reader, input.provider)
    const model = input.model ?? models[0]
    if (model === undefined) {
      throw new GalleyError('invalid_input', `Provider "${name}" lists no model to try.`, {
        fix: 'Name a model, or add one to the provider.',
        where: { field: 'model' },
      })
    }
    const stops = signal ?? new AbortController().signal
    try {
      const { latencyMs } = await this.models.open(name, model, { maxRetries: 0 }).complete({
        prompt: { kind: 'text', text: 'Reply with the word OK.' },
        settings: { maxOutputTokens: 16 },
        recordedOutputs: {},
        signal: stops,
      })
      return { isWorking: true, model, latencyMs, message: `${model} answered.`, fix: null }
    } catch (error) {
      stops.throwIfAborted()
      if (!(error instanceof GalleyError)) throw error
      const { message, problem } = error
      return { isWorking: false, model, latencyMs: null, message, fix: problem.fix ?? null }
    }
  }

  #forget(provider: store.StoredProvider): void {
    this.#parts.writer.transaction((transaction) => {
      store.deleteProvider(transaction, provider.id)
      this.#record(transaction, provider, 'was removed')
    })
  }

  #record(
    transaction: Parameters<ActivityLog['record']>[0],
    { id, name }: store.StoredProvider,
    what: string,
  ): void {
    this.#parts.activity.record(transaction, { noun: 'provider', id, name, what })
  }

  #changed(provider: store.StoredProvider): Promise<Provider> {
    this.#parts.changes.emit('provider', provider.id)
    return this.#toProvider(provider)
  }

  async #toProvider(stored: store.StoredProvider): Promise<Provider> {
    const key = await this.#parts.environment.secrets.get(secretKey(stored.name))
    return { ...stored, hasKey: key !== null }
  }
}

const exampleUrls = {
  'openai-compatible': 'https://api.openai.com/v1 or http://127.0.0.1:11434/v1 for Ollama',
  azure: 'https://NAME.openai.azure.com',
}

/** An address that can be asked: with one where the kind has none of its own, and no password in it. */
function refuseUnusable(kind: Provider['kind'], baseUrl: string | null): void {
  const where = { field: 'baseUrl' }
  if (baseUrl === null) {
    if (kind === 'anthropic' || kind === 'google') return
    const what = kind === 'azure' ? 'An Azure' : 'An OpenAI-compatible'
    throw new GalleyError('invalid_input', `${what} provider needs a base URL.`, {
      fix: `Give one, e.g. ${exampleUrls[kind]}.`,
      where,
    })
  }
  const { username, password } = new URL(baseUrl)
  if (username === '' && password === '') return
  throw new GalleyError('invalid_input', 'The base URL has a user or password in it.', {
    fix: 'Give the secret as the key instead: it is kept in the secret store.',
    where,
  })
}

const nameTaken = (name: string) =>
  new GalleyError('already_exists', `There is a provider "${name}" already.`, {
    fix: 'Choose another name, or change that one.',
    where: { field: 'name' },
  })
