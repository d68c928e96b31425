import type { Command } from 'commander'
import type { Invocation } from '../call.ts'
import { addComparing } from './run/comparing.ts'
import { addConfigRun } from './run/config.ts'
import { addExporting } from './run/exporting.ts'
import { addReading } from './run/reading.ts'
import { addStarting } from './run/starting.ts'

export function addRun(program: Command, invocation: Invocation): void {
  const noun = program.command('run').description('Versions and models over a dataset.')
  addStarting(noun, invocation)
  addConfigRun(noun, invocation)
  addReading(noun, invocation)
  addComparing(noun, invocation)
  addExporting(noun, invocation)
}
