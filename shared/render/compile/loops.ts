import { capture, countSteps, type Frame, nestCall, newFrame, write } from '../runtime/frame.ts'
import { LoopContext } from '../runtime/loop.ts'
import type { Execute, Signal } from '../runtime/template.ts'
import { analyseFor } from '../scope/analyse.ts'
import { allStatements, mentions, targetNames } from '../scope/children.ts'
import { declareParameter, newUnit, type Unit } from '../scope/symbols.ts'
import type { For, Stmt, Target } from '../syntax/ast.ts'
import { iterate } from '../values/iterate.ts'
import { truthy } from '../values/truth.ts'
import { isMarkup, Markup, PyIterator, type Value } from '../values/types.ts'
import {
  type Compilation,
  changed,
  compileError,
  type Evaluate,
  enterScope,
  escaping,
  inner,
  type Place,
} from './context.ts'
import { compileExpression } from './expressions.ts'
import { compileAssign, compileBody } from './statements.ts'

/** Wraps the items of a loop in its filter; what the loop then walks is lazy, as in Python. */
type Select = (frame: Frame, items: Value) => Value

/** One walk over items; true if there was at least one. `depth` counts recursive calls. */
type Walk = (frame: Frame, items: Value, depth: number) => boolean

/** A for statement. The variable `loop` is only made where the body mentions it. */
export function compileFor(c: Compilation, place: Place, node: For): Execute {
  checkTargets(c, node)
  const iterable = compileExpression(c, place, node.iterable)
  return node.isRecursive
    ? compileRecursive(c, place, node, iterable)
    : compilePlain(c, place, node, iterable)
}

/** Nothing inside a loop may assign to `loop`. */
const checkTargets = (c: Compilation, node: For): void => {
  if (!c.words.has('loop')) return
  const targets: Target[] = [node.target]
  for (const statement of allStatements(node.body)) {
    if (statement.kind === 'for' || statement.kind === 'set' || statement.kind === 'setblock') {
      targets.push(statement.target)
    }
  }
  if (targets.flatMap(targetNames).includes('loop')) {
    throw compileError(
      c,
      'TemplateAssertionError',
      'The special variable `loop` cannot be assigned inside a loop.',
      node.at,
    )
  }
}

const compilePlain = (c: Compilation, place: Place, node: For, iterable: Evaluate): Execute => {
  const { unit } = place.symbols
  const needsLoop =
    mentions(c.words, node.body, 'loop') || (c.words.has('scoped') && hasScopedBlock(node.body))
  const walk = compileWalk(c, place, node, unit, needsLoop, null)
  const otherwise = compileElse(c, place, node, unit)
  const { at } = node.iterable
  return (frame) => {
    const items = iterable(frame)
    frame.rt.at = at
    if (!walk(frame, items, 0)) otherwise(frame)
    return 0
  }
}

const hasScopedBlock = (body: readonly Stmt[]): boolean => {
  for (const node of allStatements(body)) if (node.kind === 'block' && node.isScoped) return true
  return false
}

/** A recursive loop is a function: each call has slots of its own and gives back its text. */
const compileRecursive = (c: Compilation, place: Place, node: For, iterable: Evaluate): Execute => {
  const unit = newUnit(place.symbols.unit)
  const isEscaped = escaping(place)
  const render = (frame: Frame, items: Value, depth: number): Value =>
    nestCall(frame.rt, () => {
      const own = newFrame(frame.rt, frame.scope, unit.slots.size, frame)
      const text = capture(frame.rt, () => {
        if (!walk(own, items, depth)) otherwise(own)
      })
      return isEscaped(frame) ? new Markup(text) : text
    })
  const walk = compileWalk(c, place, node, unit, true, render)
  const otherwise = compileElse(c, place, node, unit)
  return (frame) => {
    const items = iterable(frame)
    frame.rt.at = node.iterable.at
    const text = render(frame, items, 0)
    write(frame.rt, isMarkup(text) ? text.text : String(text))
    return 0
  }
}

const compileElse = (c: Compilation, place: Place, node: For, unit: Unit): Execute => {
  if (node.otherwise.length === 0) return () => 0
  const scope = inner(place, unit)
  analyseFor(scope.symbols, node, 'else')
  const enter = enterScope(scope.symbols)
  const body = compileBody(c, scope, node.otherwise)
  return (frame) => {
    enter(frame)
    return body(frame)
  }
}

type Render = (frame: Frame, items: Value, depth: number) => Value

const compileWalk = (
  c: Compilation,
  place: Place,
  node: For,
  unit: Unit,
  needsLoop: boolean,
  render: Render | null,
): Walk => {
  const scope = changed(inner(place, unit), { canBreak: true })
  const loopSlot = needsLoop ? declareParameter(scope.symbols, 'loop').slot : -1
  analyseFor(scope.symbols, node, 'body')
  const select = node.test === null ? null : compileSelect(c, place, node, unit)
  const assign = compileAssign(c, scope, node.target)
  const enter = enterScope(scope.symbols)
  const body = compileBody(c, scope, node.body)
  const turn = (frame: Frame, item: Value): Signal => {
    countSteps(frame.rt)
    assign(frame, item)
    enter(frame)
    return body(frame)
  }
  if (needsLoop) return walkWithLoop(select, loopSlot, turn, render)
  return (frame, items) => {
    let isAny = false
    for (const item of iterate(select === null ? items : select(frame, items))) {
      isAny = true
      if (turn(frame, item) === 1) break
    }
    return isAny
  }
}

const walkWithLoop =
  (
    select: Select | null,
    loopSlot: number,
    turn: (frame: Frame, item: Value) => Signal,
    render: Render | null,
  ): Walk =>
  (frame, items, depth) => {
    const outer = frame.outer
    const recurse =
      render === null || outer === null
        ? null
        : (_rt: unknown, more: Value, level: number): Value => render(outer, more, level)
    const selected = select === null ? items : select(frame, items)
    const loop = new LoopContext(frame.rt, selected, recurse, depth)
    while (loop.advance()) {
      frame.slots[loopSlot] = loop
      if (turn(frame, loop.current ?? null) === 1) break
    }
    return loop.index0 >= 0
  }

/** `for … if …`: the condition has slots of its own, as it may run ahead of the loop. */
const compileSelect = (c: Compilation, place: Place, node: For, parentUnit: Unit): Select => {
  const unit = newUnit(parentUnit)
  const scope = inner(place, unit)
  analyseFor(scope.symbols, node, 'test')
  const assign = compileAssign(c, scope, node.target)
  const test = node.test === null ? () => true : compileExpression(c, scope, node.test)
  const enter = enterScope(scope.symbols)
  return (frame, items) => {
    function* selected(): Generator<Value> {
      const own = newFrame(frame.rt, frame.scope, unit.slots.size, frame)
      enter(own)
      for (const item of iterate(items)) {
        countSteps(frame.rt)
        assign(own, item)
        if (truthy(test(own))) yield item
      }
    }
    return new PyIterator(selected())
  }
}
