import type { Command } from 'commander'
import { GalleyError } from '#shared/contract/errors.ts'
import { type Price, priceSchema, providerKindSchema } from '#shared/contract/provider.ts'
import { addVerb, handle, type Invocation } from '../call.ts'
import { choice, integer, repeated } from '../options.ts'
import { facts, table } from '../table.ts'

interface AddOptions {
  kind: 'openai-compatible' | 'anthropic' | 'google'
  baseUrl?: string
  model?: string[]
  price?: string[]
  concurrency?: number
  timeout?: number
  requestsPerMinute?: number
}

/** `MODEL=INPUT/OUTPUT`, in dollars per million tokens, as of today. */
function readPrice(text: string, asOf: string): Price {
  const match = /^(.+)=([\d.]+)\/([\d.]+)$/.exec(text)
  const price = priceSchema.safeParse({
    model: match?.[1],
    inputPerMillion: Number(match?.[2]),
    outputPerMillion: Number(match?.[3]),
    asOf,
  })
  if (price.success) return price.data
  throw new GalleyError('invalid_input', `"${text}" is not a price.`, {
    fix: 'Write MODEL=INPUT/OUTPUT in dollars per million tokens, e.g. gpt-5-mini=0.25/2.',
    where: { field: 'price' },
  })
}

function addList(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'list', {
    summary: 'The model providers of this workspace.',
    examples: ['galley provider list'],
  }).action(
    handle(invocation, async ({ rpc, show }) => {
      const { items } = await (await rpc()).provider.list()
      show(items, () =>
        table(
          [
            { title: 'name', cell: (row) => row.name },
            { title: 'kind', cell: (row) => row.kind },
            { title: 'address', cell: (row) => row.baseUrl ?? "the vendor's" },
            { title: 'key', cell: (row) => (row.hasKey ? 'yes' : 'no') },
            { title: 'models', cell: (row) => row.models.join(', ') },
          ],
          items,
          'No provider yet: see "galley provider add --help".',
        ),
      )
    }),
  )
}

function addAdd(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'add <name>', {
    summary:
      'Adds a provider; its key comes from the variable GALLEY_PROVIDER_KEY. Connects to nothing.',
    examples: [
      'galley provider add local --base-url http://127.0.0.1:11434/v1 --model llama3.2',
      'galley provider add claude --kind anthropic --model claude-sonnet-5 --price claude-sonnet-5=3/15',
    ],
  })
    .addOption(
      choice('--kind <kind>', 'the format it speaks', providerKindSchema.options).default(
        'openai-compatible',
      ),
    )
    .option('--base-url <url>', "its address; else the vendor's own")
    .option('--model <name>', 'a model it has; repeatable', repeated)
    .option('--price <model=in/out>', 'dollars per million tokens; repeatable', repeated)
    .option('--concurrency <n>', 'requests at once', integer)
    .option('--timeout <ms>', 'milliseconds for one answer', integer)
    .option('--requests-per-minute <n>', 'a limit of your own', integer)
    .action(
      handle<AddOptions, [string]>(invocation, async ({ rpc, io, options, show }, name) => {
        const { kind, baseUrl, model, price, concurrency, timeout, requestsPerMinute } = options
        // A key on a command line is seen by every process, so there is no option for it.
        const apiKey = io.env.GALLEY_PROVIDER_KEY
        const today = new Date().toISOString().slice(0, 10)
        const added = await (await rpc()).provider.create({
          name,
          kind,
          ...(baseUrl === undefined ? {} : { baseUrl }),
          ...(apiKey === undefined ? {} : { apiKey }),
          ...(model === undefined ? {} : { models: model }),
          ...(price === undefined ? {} : { prices: price.map((text) => readPrice(text, today)) }),
          ...(concurrency === undefined ? {} : { concurrency }),
          ...(timeout === undefined ? {} : { timeoutMs: timeout }),
          ...(requestsPerMinute === undefined ? {} : { requestsPerMinute }),
        })
        show(added, `added ${added.name} (${added.kind})`)
      }),
    )
}

function addRemove(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'remove <name>', {
    summary: 'Forgets a provider and its key; results stay.',
    examples: ['galley provider remove local'],
  }).action(
    handle<object, [string]>(invocation, async ({ rpc, show }, provider) => {
      const removed = await (await rpc()).provider.remove({ provider })
      show(removed, `forgot ${removed.name}`)
    }),
  )
}

function addTest(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'test <name>', {
    summary: 'One tiny call, to see that address, key and model work.',
    examples: ['galley provider test local', 'galley provider test local --model llama3.2'],
  })
    .option('--model <name>', 'else the first one it lists')
    .action(
      handle<{ model?: string }, [string]>(invocation, async (call, provider) => {
        const { model } = call.options
        const asked = model === undefined ? { provider } : { provider, model }
        const test = await (await call.rpc()).provider.test(asked, { signal: call.io.signal })
        call.show(test, () =>
          facts({
            works: test.isWorking ? 'yes' : 'no',
            model: test.model,
            latency: test.latencyMs === null ? null : `${test.latencyMs.toFixed(0)} ms`,
            message: test.message,
            fix: test.fix,
          }),
        )
        return test.isWorking ? undefined : 3
      }),
    )
}

export function addProvider(program: Command, invocation: Invocation): void {
  const noun = program.command('provider').description('Model providers and their keys.')
  addList(noun, invocation)
  addAdd(noun, invocation)
  addTest(noun, invocation)
  addRemove(noun, invocation)
}
