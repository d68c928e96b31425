import type { Command } from 'commander'
import { z } from 'zod'
import { describe, handle, type Invocation } from '../call.ts'

const caseShape = z.looseObject({
  id: z.string(),
  family: z.string(),
  inputs: z.unknown().optional(),
})

export function addStats(program: Command, invocation: Invocation): void {
  describe(program.command('stats'), {
    summary: 'Answers statistical questions from a file, with the functions the workbench uses.',
    examples: ['galley stats --cases questions.jsonl'],
  })
    .requiredOption('--cases <file>', 'one JSON case per line, one JSON answer per line')
    .action(
      handle<{ cases: string }, []>(invocation, async ({ io, options }) => {
        const [{ answerCases }, { runStatisticsCase }, { CaseInputError }] = await Promise.all([
          import('../cases.ts'),
          import('#shared/domain/statistics/cases/run.ts'),
          import('#shared/domain/statistics/cases/inputs.ts'),
        ])
        let refused = 0
        await answerCases(io, options.cases, caseShape, (one) => {
          try {
            return runStatisticsCase(one)
          } catch (error) {
            // One question that cannot be answered says so in its line; the others still are.
            if (!(error instanceof CaseInputError)) throw error
            refused += 1
            return { id: one.id, family: one.family, error: { message: error.message } }
          }
        })
        return refused > 0 ? 2 : undefined
      }),
    )
}
