import type { Command } from 'commander'
import { z } from 'zod'
import { type ErrorCode, errorCodes, GalleyError, whereSchema } from '#shared/contract/errors.ts'
import type { CheckResultView } from '#shared/contract/guardrail.ts'
import type { RenderOutcome } from '#shared/contract/render.ts'
import type { RenderCase } from '#shared/render/cases.ts'
import { describe, handle, type Invocation } from '../call.ts'
import { type ContentOptions, isFileArgument, nameOfFile, readContent } from '../content.ts'
import { type BindingOptions, readBindings } from '../files.ts'
import { dialectOption, integer, repeated, undefinedOption } from '../options.ts'

interface RenderOptions extends BindingOptions, ContentOptions {
  version?: number
  guardrails: boolean
  cases?: string
}

const describeViolations = ({ violations }: CheckResultView) =>
  violations.map(
    ({ severity, action, guardrailName, message }) =>
      `guardrail ${guardrailName} (${severity}, ${action}): ${message}`,
  )

/** The rendered text alone, so that it can be piped on; roles get a line each. */
const renderedText = (outcome: RenderOutcome & { kind: 'success' }) =>
  outcome.rendered.kind === 'text'
    ? outcome.rendered.text
    : outcome.rendered.messages.map(({ role, content }) => `── ${role}\n${content}`).join('\n')

/** A failed render is a value in the contract; on the command line it ends like any failure. */
function failed(outcome: RenderOutcome & { kind: 'failure' }, file: string | null): GalleyError {
  const isKnown = Object.hasOwn(errorCodes, outcome.code)
  const { fix, suggestion, details } = outcome.problem
  const { template, ...place } = outcome.problem.where ?? {}
  // A file is named as the user named it, not as the template it was read into.
  const named = file === null ? { template } : { file }
  const where = whereSchema.parse({ ...named, ...place })
  return new GalleyError(
    isKnown ? (outcome.code as ErrorCode) : 'template_failed',
    outcome.message,
    {
      ...(fix === undefined ? {} : { fix }),
      where,
      ...(suggestion === undefined ? {} : { suggestion }),
      ...(details === undefined ? {} : { details }),
    },
  )
}

export function addRender(program: Command, invocation: Invocation): void {
  const render = describe(program.command('render [template]'), {
    summary: 'Renders a stored template or a file with guardrails, exactly as production would.',
    examples: [
      'galley render topic-extraction --vars bindings.json',
      'galley render prompts/welcome.jinja --var name=Ada --no-guardrails',
      'galley render --cases cases.jsonl',
    ],
  })
    .option('--vars <file>', 'bindings as JSON or YAML; "-" reads standard input')
    .option('--var <name=value>', 'one binding; repeatable', repeated)
    .option('--version <n>', 'a version instead of the draft', integer)
    .addOption(dialectOption('the language of a file'))
    .addOption(undefinedOption('undefined variables of a file'))
    .option('--no-guardrails', 'render without checking')
    .option('--cases <file>', 'one JSON case per line, one JSON answer per line')
  render.action(
    handle<RenderOptions, [string | undefined]>(invocation, async (call, template) => {
      const { io, options, show, note } = call
      if (options.cases !== undefined) return answerRenderCases(io, options.cases)
      if (template === undefined) {
        throw new GalleyError('invalid_input', 'There is nothing to render.', {
          fix: 'Name a template, a file, or --cases FILE.',
        })
      }
      const { version } = options
      const file = isFileArgument(io, template) ? template : null
      const source =
        file !== null
          ? { content: await readContent(io, file, options), name: nameOfFile(file) }
          : { template, ...(version === undefined ? {} : { version }) }
      const outcome = await (await call.rpc()).render.preview({
        source,
        ...(await readBindings(io, options)),
        withGuardrails: options.guardrails,
      })
      if (outcome.kind === 'failure') throw failed(outcome, file)
      for (const line of describeViolations(outcome.guardrails)) note(line)
      show(outcome, () => (outcome.kind === 'success' ? renderedText(outcome) : 'blocked'))
      return outcome.kind === 'blocked' ? 100 : undefined
    }),
  )
}

const renderCaseShape = z.looseObject({
  id: z.string(),
  template: z.string(),
  context_json: z.string().optional(),
  options: z.record(z.string(), z.unknown()).optional(),
})

async function answerRenderCases(io: Invocation['io'], path: string): Promise<void> {
  const [{ answerCases }, { runCase }] = await Promise.all([
    import('../cases.ts'),
    import('#shared/render/cases.ts'),
  ])
  await answerCases(io, path, renderCaseShape, (one) => runCase(one as RenderCase))
}
