import { performance } from 'node:perf_hooks'
import type { Call, RunCommandLine } from '../call.ts'
import { table } from '../table.ts'
import { openStage, type StepReport } from './stage.ts'
import { type Findings, steps } from './steps.ts'

/**
 * Plays the whole path on a fresh temporary workspace, every step through the command line's own code,
 * and shows what each step did. The workspace, its trial server included, is removed at the end.
 */
export async function runDemo(call: Call<object>, runCommandLine: RunCommandLine): Promise<void> {
  const stage = openStage(call.io, runCommandLine)
  const findings: Findings = {}
  const reports: StepReport[] = []
  try {
    for (const [index, { name, command, play }] of steps.entries()) {
      call.note(`${index + 1}/${steps.length} ${name} …`)
      const began = performance.now()
      const figures = await play(stage, findings, call.io.root)
      reports.push({ step: name, command, figures, ms: Math.round(performance.now() - began) })
    }
  } finally {
    await stage.close()
  }
  call.show(reports, () => demoTable(reports))
}

function demoTable(reports: readonly StepReport[]): string {
  const rows = reports.map((report, index) => ({ ...report, number: index + 1 }))
  const total = reports.reduce((sum, { ms }) => sum + ms, 0)
  const body = table(
    [
      { title: '#', align: 'right', cell: (row) => row.number },
      { title: 'step', cell: (row) => row.step },
      { title: 's', align: 'right', cell: (row) => (row.ms / 1000).toFixed(2) },
      { title: 'what came of it', cell: (row) => row.figures },
    ],
    rows,
  )
  const commands = rows.map(({ number, command }) => `${String(number).padStart(2)}  ${command}`)
  return `\n${body}\n\nThe commands:\n${commands.join('\n')}\n\nAll of it in ${(total / 1000).toFixed(1)} s.`
}
