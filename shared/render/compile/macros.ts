import { escapeValue } from '../runtime/escape.ts'
import { capture, type Frame, newFrame, strWithin, write } from '../runtime/frame.ts'
import { type MacroShape, MacroValue } from '../runtime/macro.ts'
import { missingWithHint } from '../runtime/missing.ts'
import type { Execute } from '../runtime/template.ts'
import { analyseBody, analyseExpression } from '../scope/analyse.ts'
import { mentions } from '../scope/children.ts'
import { declareParameter, newUnit } from '../scope/symbols.ts'
import type { CallBlock, Macro, Param, Stmt } from '../syntax/ast.ts'
import type { Slot, Value } from '../values/types.ts'
import { compileCall } from './calls.ts'
import {
  type Compilation,
  changed,
  compileError,
  type Evaluate,
  enterScope,
  escaping,
  inner,
  type Place,
  writer,
} from './context.ts'
import { compileExpression } from './expressions.ts'
import { compileBody, compileExport } from './statements.ts'

/** What a macro and a call block have in common. */
interface Definition {
  readonly name: string | null
  readonly params: readonly Param[]
  readonly body: readonly Stmt[]
  readonly at: number
}

/** Compiles a body with parameters to a closure that makes the macro value in a frame. */
const compileDefinition = (
  c: Compilation,
  place: Place,
  node: Definition,
): ((frame: Frame) => MacroValue) => {
  const unit = newUnit(place.symbols.unit)
  const scope = changed(inner(place, unit), { checksOutput: false, canBreak: false })
  const shape = shapeOf(c, node)
  const names = node.params.map((param) => param.name)
  const extra = [
    ...(shape.usesCaller && !shape.hasCallerParam ? ['caller'] : []),
    ...(shape.usesKwargs ? ['kwargs'] : []),
    ...(shape.usesVarargs ? ['varargs'] : []),
  ]
  const slots = [...names, ...extra].map((name) => declareParameter(scope.symbols, name).slot)
  for (const { fallback } of node.params) if (fallback) analyseExpression(scope.symbols, fallback)
  analyseBody(scope.symbols, node.body)
  const fallbacks = node.params.map((param) => compileFallback(c, scope, param))
  const enter = enterScope(scope.symbols)
  const body = compileBody(c, scope, node.body)
  return (definer) =>
    new MacroValue(shape, (rt, args) => {
      const frame = newFrame(rt, definer.scope, unit.slots.size, definer)
      bindSlots(frame, slots, args)
      enter(frame)
      fallbacks.forEach((fallback, index) => {
        const slot = slots[index] ?? 0
        if (frame.slots[slot] === undefined) frame.slots[slot] = fallback(frame)
      })
      return inOrigin(rt, c, () => capture(rt, () => body(frame)))
    })
}

const bindSlots = (frame: Frame, slots: readonly number[], args: readonly Slot[]): void => {
  slots.forEach((slot, index) => {
    frame.slots[slot] = args[index]
  })
}

/** Errors inside a macro belong to the template that defines it. */
const inOrigin = <T>(rt: Frame['rt'], c: Compilation, run: () => T): T => {
  const saved = rt.origin
  rt.origin = c.origin
  const result = run()
  rt.origin = saved
  return result
}

const compileFallback = (c: Compilation, scope: Place, param: Param): Evaluate => {
  if (param.fallback !== null) return compileExpression(c, scope, param.fallback)
  const { name } = param
  return (frame) => missingWithHint(frame.rt, `parameter '${name}' was not provided`, name)
}

const shapeOf = (c: Compilation, node: Definition): MacroShape => {
  const { name, params, body } = node
  const hasParam = (wanted: string): boolean => params.some((param) => param.name === wanted)
  const usesCaller = mentions(c.words, body, 'caller')
  const hasCallerParam = hasParam('caller')
  if (usesCaller && params.some((param) => param.name === 'caller' && param.fallback === null)) {
    const message = 'The parameter `caller` of a macro must have a default.'
    throw compileError(c, 'TemplateAssertionError', message, node.at)
  }
  return {
    name,
    params: params.map((param) => param.name),
    usesCaller,
    usesKwargs: mentions(c.words, body, 'kwargs') && !hasParam('kwargs'),
    usesVarargs: mentions(c.words, body, 'varargs') && !hasParam('varargs'),
    hasCallerParam,
  }
}

/**
 * Defines a macro. It sees variables around it as they are when it is called, as a Python closure does.
 */
export function compileMacro(c: Compilation, place: Place, node: Macro): Execute {
  const define = compileDefinition(c, place, node)
  const write = writer(place.symbols, node.name)
  const publish = compileExport(place, [node.name])
  return (frame) => {
    write(frame, define(frame))
    publish(frame)
    return 0
  }
}

/** `call`: hands its body to a macro as `caller`. */
export function compileCallBlock(c: Compilation, place: Place, node: CallBlock): Execute {
  const define = compileDefinition(c, place, { ...node, name: null })
  const isEscaped = escaping(place)
  const call = compileCall(c, place, node.call, define)
  const { at } = node
  return (frame) => {
    const value: Value = call(frame)
    const { rt } = frame
    rt.at = at
    write(rt, isEscaped(frame) ? escapeValue(rt, value) : strWithin(rt, value))
    return 0
  }
}
