import type { Command } from 'commander'
import type { Invocation } from '../call.ts'
import { addAuthoring } from './template/authoring.ts'
import { addPartials } from './template/partials.ts'
import { addReading } from './template/reading.ts'
import { addVersions } from './template/versions.ts'

export function addTemplate(program: Command, invocation: Invocation): void {
  const noun = program.command('template').description('Templates, their drafts and versions.')
  addReading(noun, invocation)
  addAuthoring(noun, invocation)
  addPartials(noun, invocation)
  addVersions(noun, invocation)
}
