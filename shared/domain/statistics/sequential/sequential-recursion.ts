import { gaussLegendre } from '../special/gauss-legendre.ts'
import { normalUpper } from '../special/normal.ts'

/**
 * The joint distribution of a test statistic over repeated looks, by recursive numerical integration
 * (Armitage, McPherson and Rowe 1969; Jennison and Turnbull 2000, chapter 19).
 *
 * The statistic is followed as the score S(t) = Z √t, which has independent increments: variance t and
 * mean drift · t at information t. The test goes on while S stays inside its bounds.
 */

const NODES_PER_PANEL = 8
// Panels of this many standard deviations of the shorter increment keep the error below 1e-10.
const PANEL_WIDTH = 1.5
const KERNEL_REACH = 12
/** No normal variable is beyond this many standard deviations: the tail there underflows. */
export const UNREACHABLE_Z = 38

/** The part of the distribution that is still inside the bounds after a look, on a grid of scores. */
export interface Survivors {
  readonly information: number
  /** Scores, ascending. */
  readonly scores: Float64Array
  /** Probability that belongs to each score: density times integration weight. */
  readonly masses: Float64Array
}

/** Before the first look all mass is at score 0. */
export const START: Survivors = {
  information: 0,
  scores: Float64Array.of(0),
  masses: Float64Array.of(1),
}

/** Probabilities of leaving the bounds at one look. */
export interface Crossing {
  readonly upper: number
  readonly lower: number
}

/**
 * Probability of ending beyond ±`bound` (on the Z scale) at `information`, given the survivors of the look
 * before. `drift` re-weights survivors that were computed without drift (likelihood ratio exp(θs − θ²t/2)),
 * so one recursion under the hypothesis of no effect serves every effect.
 */
export function crossing(
  before: Survivors,
  information: number,
  bound: number,
  drift = 0,
): Crossing {
  const gained = information - before.information
  const deviation = Math.sqrt(gained)
  const edge = bound * Math.sqrt(information)
  const shift = drift * gained
  const level = (-drift * drift * before.information) / 2
  let upper = 0
  let lower = 0
  for (let i = 0; i < before.scores.length; i++) {
    const score = before.scores[i] as number
    let mass = before.masses[i] as number
    if (drift !== 0) mass *= Math.exp(drift * score + level)
    if (mass === 0) continue
    upper += mass * normalUpper((edge - score - shift) / deviation)
    lower += mass * normalUpper((edge + score + shift) / deviation)
  }
  return { upper, lower }
}

/**
 * The survivors after a look at `information` with bounds ±`bound`. `nextGain` is the information gained
 * up to the following look (the grid must resolve its kernel too); `drift` as a true drift.
 */
export function survive(
  before: Survivors,
  information: number,
  bound: number,
  nextGain: number,
  drift = 0,
): Survivors {
  const gained = information - before.information
  const deviation = Math.sqrt(gained)
  const edge = Math.min(bound, UNREACHABLE_Z) * Math.sqrt(information)
  const mean = drift * information
  const reach = Math.min(UNREACHABLE_Z, 10 + bound) * Math.sqrt(information)
  const from = Math.max(-edge, mean - reach)
  const to = Math.min(edge, mean + reach)
  const width = PANEL_WIDTH * Math.sqrt(nextGain > 0 ? Math.min(gained, nextGain) : gained)
  const { scores, weights } = panelGrid(from, to, width)
  const masses = new Float64Array(scores.length)
  const scale = 1 / (deviation * Math.sqrt(2 * Math.PI))
  const shift = drift * gained
  let first = 0
  for (let j = 0; j < scores.length; j++) {
    const target = (scores[j] as number) - shift
    while (
      first < before.scores.length &&
      (before.scores[first] as number) < target - KERNEL_REACH * deviation
    ) {
      first++
    }
    let density = 0
    for (let i = first; i < before.scores.length; i++) {
      const distance = (target - (before.scores[i] as number)) / deviation
      if (distance < -KERNEL_REACH) break
      density += (before.masses[i] as number) * Math.exp(-0.5 * distance * distance)
    }
    masses[j] = density * scale * (weights[j] as number)
  }
  return { information, scores, masses }
}

function panelGrid(
  from: number,
  to: number,
  width: number,
): { readonly scores: Float64Array; readonly weights: Float64Array } {
  const panels = Math.max(1, Math.ceil((to - from) / width))
  const { nodes, weights: rule } = gaussLegendre(NODES_PER_PANEL)
  const scores = new Float64Array(panels * NODES_PER_PANEL)
  const weights = new Float64Array(panels * NODES_PER_PANEL)
  const half = (to - from) / panels / 2
  for (let panel = 0; panel < panels; panel++) {
    const middle = from + (2 * panel + 1) * half
    for (let i = 0; i < NODES_PER_PANEL; i++) {
      const at = panel * NODES_PER_PANEL + i
      // Nodes come largest first; the kernel's window needs ascending scores.
      scores[at] = middle - half * (nodes[i] as number)
      weights[at] = half * (rule[i] as number)
    }
  }
  return { scores, weights }
}
