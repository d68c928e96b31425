import { z } from 'zod'
import type { CaseViolation } from '#shared/domain/guardrails/cases.ts'
import type { Call } from '../../call.ts'

const caseShape = z.looseObject({ id: z.string(), text: z.string() })

interface CasesOptions {
  stage: 'input' | 'prompt' | 'output'
  workspace?: true
}

type Judge = (text: string) => Promise<CaseViolation[]> | CaseViolation[]

/** The workspace's own guardrails, as `guardrail check` asks them. */
async function workspaceJudge(call: Call<CasesOptions>): Promise<Judge> {
  const { caseViolation } = await import('#shared/domain/guardrails/cases.ts')
  const { guardrail } = await call.rpc()
  const { stage } = call.options
  return async (text) => {
    const { violations } = await guardrail.check({ text, stage })
    return violations.map(caseViolation)
  }
}

/** The guardrails that ship, without any workspace: what everybody measures is the same. */
async function shippedJudge(): Promise<Judge> {
  const { runGuardrailCase } = await import('#shared/domain/guardrails/cases.ts')
  return (text) => runGuardrailCase({ id: '', text }).violations
}

/** One JSON line per line of `path`: its id and what was found, so that anybody can measure it. */
export async function answerGuardrailCases(call: Call<CasesOptions>, path: string): Promise<void> {
  const { answerCases } = await import('../../cases.ts')
  const judge = call.options.workspace === true ? await workspaceJudge(call) : await shippedJudge()
  await answerCases(call.io, path, caseShape, async ({ id, text }) => ({
    id,
    violations: await judge(text),
  }))
}
