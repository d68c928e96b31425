import { raiseRuntimeError } from '../errors.ts'
import type { Frame } from '../runtime/frame.ts'
import { superBlock, TemplateReference } from '../runtime/references.ts'
import { runBlock } from '../runtime/run.ts'
import type { CompiledBlock, Execute } from '../runtime/template.ts'
import { analyseBody } from '../scope/analyse.ts'
import { mentions } from '../scope/children.ts'
import { declareParameter, newSymbols, newUnit, visibleStores } from '../scope/symbols.ts'
import type { Block, Stmt } from '../syntax/ast.ts'
import type { Value } from '../values/types.ts'
import {
  type Compilation,
  changed,
  compileError,
  enterScope,
  type Place,
  reader,
  rootPlace,
  sequence,
} from './context.ts'
import { compileExpression } from './expressions.ts'
import { findTemplate } from './imports.ts'
import { compileBody } from './statements.ts'

/** Where a block stands, it renders the most derived block of that name. */
export function compileBlock(c: Compilation, place: Place, node: Block): Execute {
  if (place.isTopLevel && c.hasKnownExtends) return () => 0
  const { name, isRequired, isScoped, at } = node
  const locals = isScoped ? compileLocals(place) : null
  return (frame) => {
    const { rt, scope } = frame
    if (place.isTopLevel && scope.parent !== null) return 0
    const stack = scope.blocks.get(name) ?? []
    rt.at = at
    if (isRequired && stack.length <= 1) {
      raiseRuntimeError(`The required block \`${name}\` was not filled in.`)
    }
    const [block] = stack
    if (block) runBlock(rt, block, locals === null ? scope : scope.derived(locals(frame)))
    return 0
  }
}

/** The local variables that an include or scoped block may see, as a map. */
export const compileLocals = (place: Place): ((frame: Frame) => Map<string, Value>) => {
  const readers = [...visibleStores(place.symbols)].map(
    ([name, ref]) => [name, reader(place.symbols.unit, ref)] as const,
  )
  return (frame) => {
    const locals = new Map<string, Value>()
    for (const [name, read] of readers) {
      const value = read(frame)
      if (value !== undefined) locals.set(name, value)
    }
    return locals
  }
}

/** Compiles the body of a block, which sees the template's names but no scope around it. */
export const compileBlockBody = (c: Compilation, node: Block): CompiledBlock => {
  const unit = newUnit(null)
  const place = changed(rootPlace(c.env, false), {
    symbols: newSymbols(null, unit),
    isTopLevel: false,
    isRootLevel: false,
  })
  const prepare = compileSpecials(c, place, node.body, node.name, () => block)
  analyseBody(place.symbols, node.body)
  const enter = enterScope(place.symbols)
  const body = compileBody(c, place, node.body)
  const block: CompiledBlock = {
    name: node.name,
    origin: c.origin,
    unit,
    run: sequence([
      (frame) => {
        enter(frame)
        prepare(frame)
        return 0
      },
      body,
    ]),
  }
  return block
}

/** Fills the special names `self` and, in blocks, `super` where they are used. */
export const compileSpecials = (
  c: Compilation,
  place: Place,
  body: readonly Stmt[],
  blockName: string | null,
  own: () => CompiledBlock | null,
): ((frame: Frame) => void) => {
  const selfSlot = mentions(c.words, body, 'self')
    ? declareParameter(place.symbols, 'self').slot
    : -1
  const usesSuper = blockName !== null && mentions(c.words, body, 'super')
  const superSlot = usesSuper ? declareParameter(place.symbols, 'super').slot : -1
  return (frame) => {
    if (selfSlot >= 0) frame.slots[selfSlot] = new TemplateReference(frame.scope)
    if (superSlot >= 0)
      frame.slots[superSlot] = superBlock(frame.rt, frame.scope, blockName ?? '', own())
  }
}

/**
 * Runs the parent in place of this template, once it has finished, with its blocks put over the parent's.
 */
export function compileExtends(
  c: Compilation,
  place: Place,
  node: Extract<Stmt, { kind: 'extends' }>,
): Execute {
  if (!place.isTopLevel) {
    throw compileError(
      c,
      'TemplateAssertionError',
      '`extends` must not stand inside another block.',
      node.at,
    )
  }
  const isSecond = c.hasKnownExtends
  const template = compileExpression(c, place, node.template)
  if (place.isRootLevel) c.hasKnownExtends = true
  return (frame) => {
    const { rt, scope } = frame
    if (isSecond || scope.parent !== null) {
      rt.at = node.at
      raiseRuntimeError('A template can extend only one other template.')
    }
    const name = template(frame)
    rt.at = node.template.at
    const parent = findTemplate(rt, name)
    for (const [blockName, block] of parent.blocks) {
      const stack = scope.blocks.get(blockName)
      if (!stack) scope.blocks.set(blockName, [block])
      else stack.push(block)
    }
    scope.parent = parent
    return 0
  }
}
