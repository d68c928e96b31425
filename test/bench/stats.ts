/**
 * npm run bench -- stats: simulations beside numpy, exact solutions, assignments. Both sides run on one core,
 * one after the other, best of seven runs against best of seven; where Python has no numpy the recorded figure of the cases stands in.
 */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { assignArm } from '#shared/domain/assignment/assign.ts'
import { assignLegacy } from '#shared/domain/assignment/legacy.ts'
import { lookBounds } from '#shared/domain/simulation/bounds.ts'
import { isExactlySolvable } from '#shared/domain/simulation/exact.ts'
import { simulate } from '#shared/domain/simulation/simulate.ts'
import { Inputs } from '#shared/domain/statistics/cases/inputs.ts'
import { simulationPlanOf } from '#shared/domain/statistics/cases/simulation.ts'

interface Scenario {
  readonly id: string
  readonly title: string
  readonly numpy_seconds_20000_trials: number
}

const TRIALS = 20_000
const cases = fileURLToPath(new URL('../fixtures/statistics/simulation.jsonl', import.meta.url))
const script = fileURLToPath(new URL('./stats-numpy.py', import.meta.url))

const scenarios = readFileSync(cases, 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => {
    const scenario = JSON.parse(line) as Scenario
    return { scenario, plan: simulationPlanOf(new Inputs(scenario)) }
  })

/** Best of several timings in milliseconds, after one run that is not counted. */
function best(runs: number, work: () => unknown): number {
  work()
  let fastest = Number.POSITIVE_INFINITY
  for (let i = 0; i < runs; i++) {
    const start = performance.now()
    work()
    fastest = Math.min(fastest, performance.now() - start)
  }
  return fastest
}

/** Seconds that numpy takes per scenario, measured now; empty where Python has no numpy. */
function numpySeconds(): Map<string, number> {
  const input = scenarios
    .map(({ scenario, plan }) => {
      const { zByLook, holmSteps } = lookBounds(plan)
      const rows = plan.rule === 'fixed' ? zByLook.slice(-1) : zByLook
      return JSON.stringify({ ...scenario, bounds: { z: rows.map(([z]) => z), holm: holmSteps } })
    })
    .join('\n')
  const env = { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' }
  try {
    const output = execFileSync('python3', [script], {
      input,
      env,
      encoding: 'utf8',
      stdio: ['pipe', 'pipe', 'ignore'],
    })
    const rows = output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: string; seconds: number })
    return new Map(rows.map(({ id, seconds }) => [id, seconds]))
  } catch {
    return new Map()
  }
}

function benchSimulations(): void {
  const measured = numpySeconds()
  const source = measured.size > 0 ? 'numpy, measured now' : 'numpy, recorded figure'
  console.log(`scenario  ours ms  ${source} ms  ratio  exact ms   title`)
  for (const { scenario, plan } of scenarios) {
    let seed = 0
    const ours = best(7, () =>
      simulate(plan, { trials: TRIALS, seed: ++seed, method: 'monte_carlo' }),
    )
    const numpy = 1000 * (measured.get(scenario.id) ?? scenario.numpy_seconds_20000_trials)
    const exact = isExactlySolvable(plan)
      ? best(3, () => simulate(plan, { seed: 1 })).toFixed(1)
      : '-'
    const columns = [
      scenario.id.padEnd(8),
      ours.toFixed(1).padStart(8),
      numpy.toFixed(1).padStart(source.length + 4),
      `${(numpy / ours).toFixed(1)}x`.padStart(6),
      exact.padStart(9),
    ]
    console.log(`${columns.join(' ')}   ${scenario.title}`)
  }
}

function benchAssignments(): void {
  const count = 1_000_000
  const units = Array.from(
    { length: 1000 },
    (_, i) => `366c5acd-aeaf-4905-8c8a-${String(i).padStart(12, '0')}`,
  )
  const phase = (coverageBp: number) => ({
    salt: '107e134a3e545ffb',
    coverageSalt: '0881cc2aee29895e',
    coverageBp,
    arms: [
      { key: 'control', weightBp: 5000 },
      { key: 'concise', weightBp: 5000 },
    ],
  })
  const legacy = [
    { key: 'control', percent: 50 },
    { key: 'concise', percent: 50 },
  ]
  const rate = (assign: (unit: string) => unknown): string => {
    const milliseconds = best(3, () => {
      for (let i = 0; i < count; i++) assign(units[i % 1000] ?? '')
    })
    return `${(count / milliseconds / 1000).toFixed(2)} million/s`
  }
  const full = phase(10_000)
  const half = phase(5_000)
  console.log(`assignments, full coverage   ${rate((unit) => assignArm(full, unit))}`)
  console.log(
    `assignments, half coverage   ${rate((unit) => assignArm(half, unit))} (two hashes for those inside)`,
  )
  console.log(`assignments, legacy rule     ${rate((unit) => assignLegacy(legacy, unit))}`)
}

benchSimulations()
benchAssignments()
