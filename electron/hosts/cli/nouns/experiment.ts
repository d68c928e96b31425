import type { Command } from 'commander'
import type { Invocation } from '../call.ts'
import { addJudge } from './experiment/judge.ts'
import { addMoves } from './experiment/moves.ts'
import { addPlanning } from './experiment/planning.ts'
import { addReading } from './experiment/reading.ts'
import { addSimulate } from './experiment/simulate.ts'

export function addExperiment(program: Command, invocation: Invocation): void {
  const noun = program
    .command('experiment')
    .description('A/B tests: planned and played offline, run in a shared store.')
  addPlanning(noun, invocation)
  addSimulate(noun, invocation)
  addMoves(noun, invocation)
  addReading(noun, invocation)
  addJudge(noun, invocation)
}
