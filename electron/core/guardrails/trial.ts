import type { DatasetId } from '#shared/contract/base.ts'
import type { GuardrailTest, SampleVerdictView } from '#shared/contract/guardrail.ts'
import type { Guardrail, GuardrailServices } from '#shared/domain/guardrails/engine.ts'
import { compareGuardrailVersions } from '#shared/domain/guardrails/engine.ts'
import { maskExcerpt } from '#shared/domain/guardrails/masking.ts'
import type { GuardrailSample, SampleVerdict } from '#shared/domain/guardrails/sample-bench.ts'
import { leavesOf } from '#shared/domain/guardrails/variables.ts'
import type { ViolationRow } from './violations.ts'

/** What is needed of datasets: cases by their place in a frozen version, JSON as text. */
export interface CaseTexts {
  readCasesAt(
    version: { datasetId: DatasetId; number: number },
    ordinals: readonly number[],
  ): { inputsJson: string }[]
}

/** Samples made of violations have ids that no stored sample can be mixed up with. */
const recentPrefix = 'violation '

/**
 * The texts behind recent violations, each once. Only masked spans are stored, so a text is read again
 * from the frozen dataset where the variable still stands; what stood in a prompt or an output is gone.
 */
export function recentSamples(
  rows: readonly ViolationRow[],
  cases: CaseTexts,
): { samples: GuardrailSample[]; gone: number } {
  const byText = new Map<string, GuardrailSample>()
  let gone = 0
  for (const row of rows) {
    const version = { datasetId: row.datasetId as DatasetId, number: row.datasetVersion }
    const [one] = cases.readCasesAt(version, [row.ordinal])
    const text = textAt(one?.inputsJson, row.variable)
    if (text === null) {
      gone += 1
      continue
    }
    const expected = row.isFalsePositive === 1 ? 'clean' : 'violation'
    // The newest mark of a text counts: rows come newest first.
    if (!byText.has(text)) byText.set(text, { id: `${recentPrefix}${row.seq}`, text, expected })
  }
  return { samples: [...byText.values()], gone }
}

function textAt(inputsJson: string | undefined, variable: string | null): string | null {
  if (inputsJson === undefined || variable === null) return null
  const leaves = leavesOf(JSON.parse(inputsJson) as Record<string, unknown>)
  return leaves.find(({ path }) => path === variable)?.text ?? null
}

interface Trial {
  /** As stored. */
  before: Guardrail
  after: Guardrail
  samples: readonly GuardrailSample[]
  recent: { samples: readonly GuardrailSample[]; gone: number }
  services: GuardrailServices
}

/** Tries a guardrail, or a change of it, on samples and on texts of recent violations. Stores nothing. */
export async function tryGuardrail(trial: Trial): Promise<GuardrailTest> {
  const { before, after, samples, recent, services } = trial
  const all = [...samples, ...recent.samples]
  const compared = await compareGuardrailVersions(before, after, all, services)
  return {
    verdicts: compared.after.map(toVerdict),
    newlyCaught: compared.newlyCaught.map(toVerdict),
    newlyMissed: compared.newlyMissed.map(toVerdict),
    agreement: compared.agreement,
    recent: { tried: recent.samples.length, gone: recent.gone },
  }
}

function toVerdict({ sample, isCaught, ...rest }: SampleVerdict): SampleVerdictView {
  const isRecent = sample.id.startsWith(recentPrefix)
  const { isExpected, failure, violations } = rest
  return {
    ...sample,
    id: isRecent ? sample.id.slice(recentPrefix.length) : sample.id,
    source: isRecent ? 'violation' : 'sample',
    text: isRecent ? maskExcerpt(sample.text) : sample.text,
    actual: isCaught ? 'violation' : 'clean',
    isExpected,
    failure,
    violations,
  }
}
