import { failure, raiseTypeError } from '../errors.ts'
import { methodOf } from '../methods/lookup.ts'
import type { FilterFunction, TestFunction } from '../runtime/builtin.ts'
import {
  built,
  chargeRead,
  collect,
  countSteps,
  type Frame,
  type Runtime,
} from '../runtime/frame.ts'
import { callValue, getAttribute } from '../runtime/members.ts'
import type { Arguments, CallExpr, Expr, FilterExpr, TestExpr } from '../syntax/ast.ts'
import { iterate } from '../values/iterate.ts'
import { closestName } from '../values/suggest.ts'
import { isObject, type Kwargs, type Value } from '../values/types.ts'
import { type Compilation, compileError, type Evaluate, type Place } from './context.ts'
import { compileExpression, keywordsOf } from './expressions.ts'

/** Evaluates the arguments of a call; `first` goes before the written ones (a filter's or method's value). */
interface Given {
  readonly args: (frame: Frame, first: Value | undefined) => Value[]
  readonly kwargs: (frame: Frame) => Kwargs | null
}

const NO_KEYWORDS = (): null => null

const compileArguments = (c: Compilation, place: Place, call: Arguments): Given => {
  const args = call.args.map((node) => compileExpression(c, place, node))
  const spread = call.dynArgs && compileExpression(c, place, call.dynArgs)
  const kwargs =
    call.kwargs.length === 0 && call.dynKwargs === null
      ? NO_KEYWORDS
      : compileKeywords(c, place, call)
  if (spread === null) return { args: positional(args), kwargs }
  const plain = positional(args)
  return {
    args: (frame, first) => [...plain(frame, first), ...collect(frame.rt, iterate(spread(frame)))],
    kwargs,
  }
}

const positional = (args: readonly Evaluate[]): Given['args'] => {
  const [only] = args
  if (!only) return (_frame, first) => (first === undefined ? [] : [first])
  if (args.length === 1) {
    return (frame, first) => (first === undefined ? [only(frame)] : [first, only(frame)])
  }
  return (frame, first) => {
    const values: Value[] = first === undefined ? [] : [first]
    for (const arg of args) values.push(arg(frame))
    return values
  }
}

const compileKeywords = (c: Compilation, place: Place, call: Arguments): Given['kwargs'] => {
  const named = call.kwargs.map(({ name, value, at }, index) => {
    // Python finds this only after Jinja2 has read the whole template.
    if (call.kwargs.some((other, place) => place < index && other.name === name)) {
      c.lateError ??= compileError(c, 'SyntaxError', `The argument \`${name}\` is given twice.`, at)
    }
    return { name, value: compileExpression(c, place, value) }
  })
  const spread = call.dynKwargs && compileExpression(c, place, call.dynKwargs)
  return (frame) => {
    const kwargs = new Map<string, Value>()
    for (const { name, value } of named) kwargs.set(name, value(frame))
    if (spread) addKeywords(frame.rt, kwargs, spread(frame))
    return kwargs.size === 0 ? null : kwargs
  }
}

const addKeywords = (rt: Runtime, kwargs: Map<string, Value>, more: Value): void => {
  for (const [name, value] of keywordsOf(more)) {
    if (kwargs.has(name)) raiseTypeError(`got multiple values for keyword argument '${name}'`)
    // Passed on, bound and put into another dict: dearer than a turn of a loop.
    countSteps(rt, 6)
    kwargs.set(name, value)
  }
}

type Caller = (frame: Frame) => Value

const withCaller = (
  frame: Frame,
  kwargs: Kwargs | null,
  caller: Caller | undefined,
): Kwargs | null => (!caller ? kwargs : new Map(kwargs ?? []).set('caller', caller(frame)))

/** A call; `caller` is the body of a call block. */
export function compileCall(
  c: Compilation,
  place: Place,
  node: CallExpr,
  caller?: Caller,
): Evaluate {
  const { at, target } = node
  const given = compileArguments(c, place, node.given)
  if (target.kind === 'getattr') return compileMethodCall(c, place, target, given, at, caller)
  const callee = compileExpression(c, place, target)
  return (frame) => {
    const fn = callee(frame)
    const args = given.args(frame, undefined)
    const kwargs = withCaller(frame, given.kwargs(frame), caller)
    frame.rt.at = at
    return callValue(frame.rt, fn, args, kwargs)
  }
}

/** Methods are called straight away, without making a bound method first. */
const compileMethodCall = (
  c: Compilation,
  place: Place,
  target: Extract<Expr, { kind: 'getattr' }>,
  given: Given,
  at: number,
  caller: Caller | undefined,
): Evaluate => {
  const owner = compileExpression(c, place, target.target)
  const { name } = target
  return (frame) => {
    const { rt } = frame
    const self = owner(frame)
    rt.at = target.at
    const method = hasOwn(self, name) ? undefined : methodOf(rt, self, name)
    const fn = !method ? getAttribute(rt, self, name) : null
    const args = given.args(frame, !method ? undefined : self)
    const kwargs = withCaller(frame, given.kwargs(frame), caller)
    rt.at = at
    if (!method) return callValue(rt, fn, args, kwargs)
    countSteps(rt)
    chargeRead(rt, self)
    return built(rt, method(rt, args, kwargs))
  }
}

const hasOwn = (self: Value, name: string): boolean =>
  isObject(self) && self.attribute(name) !== undefined

/** An unknown filter or test: an error now, or when reached if it stands in a branch. */
const unknown = (
  c: Compilation,
  place: Place,
  what: 'filter' | 'test',
  name: string,
  at: number,
): ((rt: Runtime) => never) => {
  const known = what === 'filter' ? c.env.filters.keys() : c.env.tests.keys()
  const suggestion = closestName(name, known)
  const better = !suggestion ? '' : `; did you mean \`${suggestion}\`?`
  const message = `There is no ${what} named \`${name}\`${better || '.'}`
  const withSuggestion = <E extends { suggestion?: string }>(error: E): E => {
    if (suggestion) error.suggestion = suggestion
    return error
  }
  if (!place.isSoft) throw withSuggestion(compileError(c, 'TemplateAssertionError', message, at))
  return (rt) => {
    rt.at = at
    throw withSuggestion(failure('TemplateRuntimeError', message))
  }
}

/** A filter; `body` gives the value where the syntax has none (filter and set blocks). */
export const compileFilter = (
  c: Compilation,
  place: Place,
  node: FilterExpr,
  body?: Evaluate,
): Evaluate => {
  const target =
    node.target === null
      ? (body ?? (() => null))
      : node.target.kind === 'filter'
        ? compileFilter(c, place, node.target, body)
        : compileExpression(c, place, node.target)
  const filter: FilterFunction =
    c.env.filters.get(node.name) ?? unknown(c, place, 'filter', node.name, node.at)
  const given = compileArguments(c, place, node.given)
  const { at } = node
  return (frame) => {
    const { rt } = frame
    const args = given.args(frame, target(frame))
    const kwargs = given.kwargs(frame)
    countSteps(rt)
    chargeRead(rt, args[0] ?? null)
    rt.at = at
    return built(rt, filter(rt, args, kwargs))
  }
}

/**
 * A test after `is`; unknown ones are an error now, or when reached if they stand in a branch.
 */
export function compileTest(c: Compilation, place: Place, node: TestExpr): Evaluate {
  const target = compileExpression(c, place, node.target)
  const test: TestFunction =
    c.env.tests.get(node.name) ?? unknown(c, place, 'test', node.name, node.at)
  const given = compileArguments(c, place, node.given)
  const { at } = node
  return (frame) => {
    const args = given.args(frame, target(frame))
    const kwargs = given.kwargs(frame)
    countSteps(frame.rt)
    frame.rt.at = at
    return test(frame.rt, args, kwargs)
  }
}
