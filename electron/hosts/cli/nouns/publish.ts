import type { Command } from 'commander'
import type { Invocation } from '../call.ts'
import { addLooking } from './publish/looking.ts'
import { addMoving } from './publish/moving.ts'
import { addOutbox } from './publish/outbox.ts'
import { addPromotions } from './publish/promotions.ts'
import { addPulling } from './publish/pulling.ts'

export function addPublish(program: Command, invocation: Invocation): void {
  const noun = program.command('publish').description('Versions and labels in a shared store.')
  addMoving(noun, invocation)
  addPulling(noun, invocation)
  addPromotions(noun, invocation)
  addLooking(noun, invocation)
  addOutbox(program, invocation)
}
