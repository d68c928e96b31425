import { failure, raiseRuntimeError } from '../errors.ts'
import { escapeValue } from '../runtime/escape.ts'
import { capture, type Frame, strWithin, write } from '../runtime/frame.ts'
import { Namespace } from '../runtime/namespace.ts'
import { unpack } from '../runtime/operators.ts'
import type { Execute } from '../runtime/template.ts'
import { analyseBody, analyseExpression, analyseTarget } from '../scope/analyse.ts'
import { targetNames } from '../scope/children.ts'
import { findRef } from '../scope/symbols.ts'
import type { Expr, SetBlock, Stmt, Target, With } from '../syntax/ast.ts'
import { str } from '../values/repr.ts'
import { truthy } from '../values/truth.ts'
import { isMarkup, isStr, Markup, type Value } from '../values/types.ts'
import { compileBlock, compileExtends } from './blocks.ts'
import { compileFilter } from './calls.ts'
import {
  type Compilation,
  changed,
  compileError,
  enterScope,
  escaping,
  inner,
  type Place,
  sequence,
  soft,
  writer,
} from './context.ts'
import { compileExpression, compileName, isConstant } from './expressions.ts'
import { compileFrom, compileImport, compileInclude } from './imports.ts'
import { compileFor } from './loops.ts'
import { compileCallBlock, compileMacro } from './macros.ts'

type Of<K extends Stmt['kind']> = Extract<Stmt, { readonly kind: K }>
type Compile<Node> = (c: Compilation, place: Place, node: Node) => Execute

/** Statements one after the other; a break or continue ends them early. */
export const compileBody = (c: Compilation, place: Place, body: readonly Stmt[]): Execute =>
  sequence(body.map((node) => compileStatement(c, place, node)))

const compileStatement = (c: Compilation, place: Place, node: Stmt): Execute => {
  // The table is typed entry by entry; that a node meets its own entry is beyond the type checker.
  const compile = COMPILERS[node.kind] as Compile<Stmt>
  return compile(c, place, node)
}

const compileDo = (c: Compilation, place: Place, node: Of<'do'>): Execute => {
  const value = compileExpression(c, place, node.value)
  return (frame) => {
    value(frame)
    return 0
  }
}

const compileJump = (c: Compilation, place: Place, node: Of<'break' | 'continue'>): Execute => {
  const { kind, at } = node
  if (!place.canBreak) {
    // Python finds this only after Jinja2 has read the whole template.
    c.lateError ??= compileError(c, 'SyntaxError', `\`${kind}\` stands outside a loop.`, at)
  }
  return kind === 'break' ? () => 1 : () => 2
}

type Write = (frame: Frame) => void

const compileOutput = (c: Compilation, place: Place, { parts }: Of<'output'>): Execute => {
  const checks = place.checksOutput
  if (checks && c.hasKnownExtends) return () => 0
  const writes = parts.map((part) =>
    part.kind === 'data' ? writeData(part.text) : writeValue(c, place, part),
  )
  const [first, second] = writes
  const isParentDue = checks ? (frame: Frame): boolean => frame.scope.parent !== null : undefined
  if (first && !second && !isParentDue) {
    return (frame) => {
      first(frame)
      return 0
    }
  }
  return (frame) => {
    if (isParentDue?.(frame)) return 0
    for (const write of writes) write(frame)
    return 0
  }
}

const writeData =
  (text: string): Write =>
  (frame) =>
    write(frame.rt, text)

const writeValue = (c: Compilation, place: Place, node: Expr): Write => {
  const isFolded = c.env.undefined !== 'strict' && isConstant(node)
  const value = compileExpression(c, isFolded ? changed(place, { isFolded }) : place, node)
  const isVolatile = place.autoescape === 'volatile'
  const isEscaped =
    isVolatile && isConstant(node, true) ? () => place.escapesConstants : escaping(place)
  const isPlain = place.autoescape === false
  const { at } = node
  return (frame) => {
    const result = value(frame)
    const { rt } = frame
    if (isPlain && isStr(result)) write(rt, result)
    else {
      rt.at = at
      write(rt, isEscaped(frame) ? escapeValue(rt, result) : strWithin(rt, result))
    }
  }
}

const compileIf = (c: Compilation, place: Place, node: Of<'if'>): Execute => {
  const branch = soft(place)
  const branches = node.branches.map(({ test, body }) => ({
    test: compileExpression(c, branch, test),
    body: compileBody(c, branch, body),
  }))
  const otherwise = compileBody(c, branch, node.otherwise)
  const [only] = branches
  if (only && branches.length === 1) {
    return (frame) => (truthy(only.test(frame)) ? only.body(frame) : otherwise(frame))
  }
  return (frame) => {
    for (const { test, body } of branches) if (truthy(test(frame))) return body(frame)
    return otherwise(frame)
  }
}

/** Stores a value in a target, unpacking tuples. */
export const compileAssign = (
  c: Compilation,
  place: Place,
  target: Target,
): ((frame: Frame, value: Value) => void) => {
  if (target.kind === 'tuple') {
    const parts = target.items.map((item) => compileAssign(c, place, item))
    return (frame, value) => {
      const items = unpack(value, parts.length)
      parts.forEach((assign, index) => {
        assign(frame, items[index] ?? null)
      })
    }
  }
  if (target.kind === 'nsref')
    return compileNamespaceAssign(place, target.name, target.attribute, target.at)
  return writer(place.symbols, target.name)
}

const compileNamespaceAssign = (place: Place, name: string, attribute: string, at: number) => {
  const read = compileName(place, name, at)
  return (frame: Frame, value: Value): void => {
    const namespace = read(frame)
    if (namespace instanceof Namespace) namespace.values.set(attribute, value)
    else raiseNotNamespace(frame, name, attribute, at)
  }
}

const raiseNotNamespace = (frame: Frame, name: string, attribute: string, at: number): never => {
  frame.rt.at = at
  const message = `\`${name}\` is not a namespace, so \`${name}.${attribute}\` cannot be set.`
  return raiseRuntimeError(message)
}

/** Jinja2 looks at the namespaces of a target before it evaluates the value. */
const compileNamespaceChecks = (place: Place, target: Target): ((frame: Frame) => void) => {
  if (target.kind === 'name') return () => undefined
  if (target.kind === 'tuple') {
    const checks = target.items.map((item) => compileNamespaceChecks(place, item))
    return (frame) => {
      for (const check of checks) check(frame)
    }
  }
  const { name, attribute, at } = target
  const read = compileName(place, name, at)
  return (frame) => {
    if (!(read(frame) instanceof Namespace)) raiseNotNamespace(frame, name, attribute, at)
  }
}

/** Makes top-level assignments visible to blocks, includes and imports. */
export const compileExport = (place: Place, names: readonly string[]): ((frame: Frame) => void) => {
  if (!place.isTopLevel || names.length === 0) return () => undefined
  const slots = names.flatMap((name) => {
    const ref = findRef(place.symbols, name)
    return !ref ? [] : [ref]
  })
  return ({ slots: values, scope }) => {
    for (const { name, slot } of slots) {
      const value = values[slot]
      if (value === undefined) continue
      scope.vars.set(name, value)
      if (!name.startsWith('_')) scope.exported.add(name)
    }
  }
}

const compileSet = (c: Compilation, place: Place, node: Of<'set'>): Execute => {
  const value = compileExpression(c, place, node.value)
  const assign = compileAssign(c, place, node.target)
  const publish = compileExport(place, targetNames(node.target))
  const { at } = node
  const check = compileNamespaceChecks(place, node.target)
  return (frame) => {
    check(frame)
    const result = value(frame)
    frame.rt.at = at
    assign(frame, result)
    publish(frame)
    return 0
  }
}

/** What a body writes, as a value: Markup where output is escaped. */
const captured = (place: Place, body: Execute): ((frame: Frame) => Value) => {
  const isEscaped = escaping(place)
  return (frame) => {
    const text = capture(frame.rt, () => body(frame))
    return isEscaped(frame) ? new Markup(text) : text
  }
}

const compileSetBlock = (c: Compilation, place: Place, node: SetBlock): Execute => {
  const scope = changed(inner(place), { checksOutput: false, canBreak: false })
  analyseBody(scope.symbols, node.body)
  if (node.filter) analyseExpression(scope.symbols, node.filter)
  const body = compileBody(c, scope, node.body)
  const enter = enterScope(scope.symbols)
  const isEscaped = escaping(place)
  let text = captured(place, body)
  if (node.filter) text = compileFilter(c, scope, node.filter, text)
  const assign = compileAssign(c, place, node.target)
  const publish = compileExport(place, targetNames(node.target))
  return (frame) => {
    enter(frame)
    const value = text(frame)
    assign(frame, isEscaped(frame) && isStr(value) ? new Markup(value) : value)
    publish(frame)
    return 0
  }
}

const compileWith = (c: Compilation, place: Place, node: With): Execute => {
  const scope = inner(place)
  for (const target of node.targets) analyseTarget(scope.symbols, target, true)
  analyseBody(scope.symbols, node.body)
  const pairs = node.targets.map((target, index) => ({
    assign: compileAssign(c, scope, target),
    value: compileExpression(c, place, node.values[index] as Expr),
  }))
  const enter = enterScope(scope.symbols)
  const body = compileBody(c, scope, node.body)
  return (frame) => {
    enter(frame)
    for (const { assign, value } of pairs) assign(frame, value(frame))
    return body(frame)
  }
}

const compileFilterBlock = (c: Compilation, place: Place, node: Of<'filterblock'>): Execute => {
  const scope = changed(inner(place), { canBreak: false })
  analyseBody(scope.symbols, node.body)
  analyseExpression(scope.symbols, node.filter)
  const enter = enterScope(scope.symbols)
  const body = compileBody(c, scope, node.body)
  const filtered = compileFilter(c, scope, node.filter, captured(place, body))
  return (frame) => {
    enter(frame)
    const result = filtered(frame)
    // Jinja2 joins the result with the rest of the output as it is, so in the end it has to be a text.
    if (!isStr(result) && !isMarkup(result)) {
      frame.rt.lateError ??= failure('TypeError', 'the filter of a filter block must return a text')
    }
    write(frame.rt, str(result))
    return 0
  }
}

const compileAutoescape = (c: Compilation, place: Place, node: Of<'autoescape'>): Execute => {
  const { value } = node
  const autoescape =
    value.kind === 'const' ? value.value.type === 'bool' && value.value.value : 'volatile'
  const escapesConstants = autoescape === 'volatile' ? place.escapesConstants : autoescape
  const scope = changed(inner(place), { autoescape, escapesConstants })
  analyseExpression(scope.symbols, value)
  analyseBody(scope.symbols, node.body)
  const flag = compileExpression(c, scope, value)
  const enter = enterScope(scope.symbols)
  const body = compileBody(c, scope, node.body)
  return (frame) => {
    enter(frame)
    const { rt } = frame
    const saved = rt.autoescape
    rt.autoescape = truthy(flag(frame))
    const signal = body(frame)
    rt.autoescape = saved
    return signal
  }
}

const COMPILERS: { readonly [K in Stmt['kind']]: Compile<Of<K>> } = {
  output: compileOutput,
  if: compileIf,
  for: compileFor,
  set: compileSet,
  setblock: compileSetBlock,
  with: compileWith,
  macro: compileMacro,
  callblock: compileCallBlock,
  filterblock: compileFilterBlock,
  autoescape: compileAutoescape,
  block: compileBlock,
  extends: compileExtends,
  include: compileInclude,
  import: compileImport,
  from: compileFrom,
  do: compileDo,
  break: compileJump,
  continue: compileJump,
}
