import type { Command } from 'commander'
import type { TryEvent } from '#shared/contract/model.ts'
import { describe, handle, type Invocation } from '../call.ts'
import { type ContentOptions, isFileArgument, nameOfFile, readContent } from '../content.ts'
import { type BindingOptions, readBindings } from '../files.ts'
import { dialectOption, integer, repeated, undefinedOption } from '../options.ts'

interface TryOptions extends BindingOptions, ContentOptions {
  model: string
  version?: number
  dataset?: string
  case?: number
}

type End = TryEvent & { kind: 'end' }

/** "unknown" where no price or no count is known. */
const summary = ({ latencyMs, usage, cost, finishReason }: End): string =>
  [
    `${latencyMs.toFixed(0)} ms`,
    usage === null ? null : `${usage.inputTokens} + ${usage.outputTokens} tokens`,
    `cost ${cost === null ? 'unknown' : `$${cost.toFixed(6)}`}`,
    finishReason,
  ]
    .filter((part) => part !== null)
    .join(' · ')

export function addTry(program: Command, invocation: Invocation): void {
  describe(program.command('try <template>'), {
    summary: 'Renders with guardrails and asks one model; the answer comes as it is written.',
    examples: [
      'galley try topic-extraction --model echo --var student_query=Why?',
      'galley try topic-extraction --model provider:local/llama3.2 --vars bindings.json',
      'galley try gsm8k-solver --model recorded:175b_verification --dataset gsm8k --case 1',
    ],
  })
    .requiredOption('--model <model>', 'echo, recorded:NAME or provider:NAME/MODEL')
    .option('--vars <file>', 'bindings as JSON or YAML; "-" reads standard input')
    .option('--var <name=value>', 'one binding; repeatable', repeated)
    .option('--version <n>', 'a version instead of the draft', integer)
    .option('--dataset <name>', 'takes bindings and recorded outputs from a case')
    .option('--case <n>', 'which one; the first is 1', integer, 1)
    .addOption(dialectOption('the language of a file'))
    .addOption(undefinedOption('undefined variables of a file'))
    .action(
      handle<TryOptions, [string]>(invocation, async (call, template) => {
        const { io, options, isJson } = call
        const { model, version, dataset } = options
        const source = isFileArgument(io, template)
          ? { content: await readContent(io, template, options), name: nameOfFile(template) }
          : { template, ...(version === undefined ? {} : { version }) }
        const hasBindings = options.vars !== undefined || options.var !== undefined
        const events = await (await call.rpc()).model.try(
          {
            source,
            model,
            ...(hasBindings ? await readBindings(io, options) : {}),
            ...(dataset === undefined ? {} : { case: { dataset, ordinal: options.case ?? 1 } }),
          },
          { signal: io.signal },
        )
        let hasText = false
        for await (const event of events) {
          if (event.kind === 'text') {
            hasText = true
            if (!isJson) io.stdout.write(event.text)
          } else if (event.kind === 'blocked') {
            call.show(event, 'blocked by a guardrail')
            return 100
          } else {
            call.show(event, hasText ? '' : event.output)
            call.note(summary(event))
          }
        }
      }),
    )
}
