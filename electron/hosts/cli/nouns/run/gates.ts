import type { Run } from '#shared/contract/run/run.ts'
import type { Call } from '../../call.ts'

/** What decides the exit code of a run. */
export interface Demands {
  passRate: number
  gate?: string[]
}

/**
 * Asks the gates of every column, each of which the user is told with its reason; true where all hold.
 * A gate of another template than a column's is not asked about it.
 */
export async function holdGates(call: Call<Demands>, run: Run): Promise<boolean> {
  const rpc = await call.rpc()
  let isHeld = true
  for (const name of call.options.gate ?? []) {
    const gate = await rpc.gate.get({ gate: name })
    const columns = run.columns.filter(
      ({ templateId }) => gate.templateId === null || gate.templateId === templateId,
    )
    for (const { key } of columns) {
      const verdict = await rpc.gate.evaluate({ gate: gate.id, run: run.id, column: key })
      call.note(`gate ${gate.name}, column ${key}: ${said(verdict.isPassed)}. ${verdict.reason}`)
      isHeld &&= verdict.isPassed
    }
  }
  return isHeld
}

const said = (isPassed: boolean) => (isPassed ? 'passed' : 'FAILED')
