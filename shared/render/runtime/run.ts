import type { Value } from '../values/types.ts'
import { countSteps, nestCall, newFrame, type Runtime } from './frame.ts'
import { Scope } from './scope.ts'
import type { CompiledBlock, CompiledUnit } from './template.ts'

/** A scope for a template, with its own blocks and the given names around it. */
export const newScope = (
  template: CompiledUnit,
  parents: readonly ReadonlyMap<string, Value>[],
): Scope => {
  if (template.blocks.size === 0) return new Scope(parents, null, template.origin.name)
  const blocks = new Map<string, CompiledBlock[]>()
  for (const [name, block] of template.blocks) blocks.set(name, [block])
  return new Scope(parents, blocks, template.origin.name)
}

/** Runs a template, and the one it extends if it extends one; what it writes goes to the current buffer. */
export const runTemplate = (rt: Runtime, template: CompiledUnit, scope: Scope): void => {
  const saved = rt.origin
  nestCall(rt, () => {
    let current: CompiledUnit | null = template
    while (current !== null) {
      rt.origin = current.origin
      scope.parent = null
      current.run(newFrame(rt, scope, current.unit.slots.size, null))
      current = scope.parent
      countSteps(rt)
    }
  })
  rt.origin = saved
}

/** Runs one block of a template. */
export const runBlock = (rt: Runtime, block: CompiledBlock, scope: Scope): void => {
  const saved = rt.origin
  rt.origin = block.origin
  nestCall(rt, () => block.run(newFrame(rt, scope, block.unit.slots.size, null)))
  rt.origin = saved
}
