import type { Command } from 'commander'
import type { Invocation } from '../call.ts'
import { addCurating } from './dataset/curating.ts'
import { addExporting } from './dataset/exporting.ts'
import { addImporting } from './dataset/importing.ts'
import { addReading } from './dataset/reading.ts'

export function addDataset(program: Command, invocation: Invocation): void {
  const noun = program.command('dataset').description('Cases that templates are run over.')
  addReading(noun, invocation)
  addImporting(noun, invocation)
  addExporting(noun, invocation)
  addCurating(noun, invocation)
}
