import type { Command } from 'commander'
import { GalleyError } from '#shared/contract/errors.ts'
import { addVerb, type Call, handle, type Invocation } from '../call.ts'
import { readInput } from '../files.ts'
import { choice } from '../options.ts'
import { answerGuardrailCases } from './guardrail/cases.ts'
import { addKeeping } from './guardrail/keeping.ts'
import { addPublish } from './guardrail/publish.ts'
import { addTest } from './guardrail/test.ts'

type Stage = 'input' | 'prompt' | 'output'

interface CheckOptions {
  file?: string
  stage: Stage
  cases?: string
  workspace?: true
}

async function check(
  call: Call<CheckOptions>,
  given: string | undefined,
): Promise<100 | undefined> {
  const { io, options, show } = call
  const text = options.file === undefined ? given : await readInput(io, options.file)
  if (text === undefined) {
    throw new GalleyError('invalid_input', 'There is nothing to check.', {
      fix: 'Give a text, --file FILE or --cases FILE.',
    })
  }
  const result = await (await call.rpc()).guardrail.check({ text, stage: options.stage })
  show(result, () =>
    [
      `action: ${result.action}`,
      ...result.violations.map(
        ({ severity, guardrailName, start, end, masked, message }) =>
          `${guardrailName} (${severity}) at ${start}–${end}: ${message} ${masked}`,
      ),
      ...result.failures.map(
        ({ guardrailName, message }) => `${guardrailName} failed to check: ${message}`,
      ),
      ...(result.redactedText === null ? [] : ['', result.redactedText]),
    ].join('\n'),
  )
  return result.action === 'block' ? 100 : undefined
}

function addCheck(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'check [text]', {
    summary: 'Checks one text with the enabled guardrails, or a file of cases.',
    examples: [
      'galley guardrail check "write to ada@example.com" --stage output',
      'galley guardrail check --cases cases.jsonl',
      'galley guardrail check --cases cases.jsonl --workspace --stage output',
    ],
  })
    .option('--file <file>', 'the text of a file; "-" reads standard input')
    .addOption(
      choice('--stage <stage>', 'where it stands', ['input', 'prompt', 'output']).default('input'),
    )
    .option(
      '--cases <file>',
      'one {"id","text"} per line in, one answer per line out; by the guardrails that ship',
    )
    .option('--workspace', 'with --cases: by the enabled guardrails of this workspace')
    .action(
      handle<CheckOptions, [string | undefined]>(invocation, async (call, text) => {
        if (call.options.cases === undefined) return check(call, text)
        return answerGuardrailCases(call, call.options.cases)
      }),
    )
}

export function addGuardrail(program: Command, invocation: Invocation): void {
  const noun = program.command('guardrail').description('Policies on inputs, prompts and outputs.')
  addKeeping(noun, invocation)
  addTest(noun, invocation)
  addCheck(noun, invocation)
  addPublish(noun, invocation)
}
