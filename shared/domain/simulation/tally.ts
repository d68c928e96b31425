import type { TrialEnd } from './trial.ts'

/** Counts over simulated experiments of one hypothesis; plain arrays, so that worker threads can send them. */
export interface Tally {
  trials: number
  /** Wins per arm. */
  readonly wins: number[]
  /** Decisions (a winner of either kind) per look. */
  readonly decisionsByLook: number[]
  anySignificant: number
}

/** An empty tally. */
export function emptyTally(arms: number, looks: number): Tally {
  const zeros = (length: number): number[] => new Array<number>(length).fill(0)
  return { trials: 0, wins: zeros(arms), decisionsByLook: zeros(looks), anySignificant: 0 }
}

/** Counts one trial. */
export function countTrial(tally: Tally, end: TrialEnd): void {
  tally.trials++
  if (end.isAnySignificant) tally.anySignificant++
  if (end.winner < 0) return
  tally.wins[end.winner] = (tally.wins[end.winner] as number) + 1
  tally.decisionsByLook[end.look] = (tally.decisionsByLook[end.look] as number) + 1
}

/** Adds `part` to `whole`. */
export function addTally(whole: Tally, part: Tally): void {
  whole.trials += part.trials
  whole.anySignificant += part.anySignificant
  part.wins.forEach((count, arm) => {
    whole.wins[arm] = (whole.wins[arm] as number) + count
  })
  part.decisionsByLook.forEach((count, look) => {
    whole.decisionsByLook[look] = (whole.decisionsByLook[look] as number) + count
  })
}
