import { failure, typeError } from '../errors.ts'
import { methodOf } from '../methods/lookup.ts'
import type { FilterFunction, TestFunction } from '../runtime/builtin.ts'
import type { Frame, Runtime } from '../runtime/frame.ts'
import { callValue, getAttribute } from '../runtime/members.ts'
import type { Arguments, CallExpr, FilterExpr, TestExpr } from '../syntax/ast.ts'
import { iterate } from '../values/iterate.ts'
import { closestName } from '../values/suggest.ts'
import { type Kwargs, PyObject, type Value } from '../values/types.ts'
import { type Compilation, compileError, type Evaluate, type Place } from './context.ts'
import { compileExpression, keywordsOf } from './expressions.ts'

type Invoke<R> = (
  frame: Frame,
  first: Value | undefined,
  run: (args: Value[], kwargs: Kwargs | null) => R,
) => R

/** Prepares the arguments of a call; `first` goes before the written ones (a filter's or method's value). */
function compileArguments<R>(c: Compilation, place: Place, call: Arguments): Invoke<R> {
  const args = call.args.map((node) => compileExpression(c, place, node))
  const collect = (frame: Frame, first: Value | undefined): Value[] => {
    const values: Value[] = first === undefined ? [] : [first]
    for (const arg of args) values.push(arg(frame))
    return values
  }
  if (call.kwargs.length === 0 && call.dynArgs === null && call.dynKwargs === null) {
    return (frame, first, run) => run(collect(frame, first), null)
  }
  const named = call.kwargs.map(({ name, value }) => ({
    name,
    value: compileExpression(c, place, value),
  }))
  const spread = call.dynArgs && compileExpression(c, place, call.dynArgs)
  const spreadNamed = call.dynKwargs && compileExpression(c, place, call.dynKwargs)
  return (frame, first, run) => {
    const values = collect(frame, first)
    if (spread) values.push(...frame.rt.collect(iterate(spread(frame))))
    const kwargs = new Map<string, Value>()
    for (const { name, value } of named) kwargs.set(name, value(frame))
    if (spreadNamed) addKeywords(kwargs, spreadNamed(frame))
    return run(values, kwargs.size === 0 ? null : kwargs)
  }
}

function addKeywords(kwargs: Map<string, Value>, more: Value): void {
  for (const [name, value] of keywordsOf(more)) {
    if (kwargs.has(name)) throw typeError(`got multiple values for keyword argument '${name}'`)
    kwargs.set(name, value)
  }
}

/** A call; methods are called straight away, without making a bound method first. */
export function compileCall(
  c: Compilation,
  place: Place,
  node: CallExpr,
  caller?: (frame: Frame) => Value,
): Evaluate {
  const invoke = compileArguments<Value>(c, place, node)
  const { at, target } = node
  const withCaller = (frame: Frame, kwargs: Kwargs | null): Kwargs | null =>
    caller ? new Map(kwargs ?? []).set('caller', caller(frame)) : kwargs
  if (target.kind !== 'getattr') {
    const callee = compileExpression(c, place, target)
    return (frame) => {
      const fn = callee(frame)
      return invoke(frame, undefined, (args, kwargs) => {
        frame.rt.at = at
        return callValue(frame.rt, fn, args, withCaller(frame, kwargs))
      })
    }
  }
  const owner = compileExpression(c, place, target.target)
  const { name } = target
  return (frame) => {
    const { rt } = frame
    const self = owner(frame)
    rt.at = target.at
    const method = hasOwn(self, name) ? undefined : methodOf(rt, self, name)
    if (method === undefined) {
      const fn = getAttribute(rt, self, name)
      return invoke(frame, undefined, (args, kwargs) => {
        rt.at = at
        return callValue(rt, fn, args, withCaller(frame, kwargs))
      })
    }
    return invoke(frame, self, (args, kwargs) => {
      rt.step()
      rt.read(self)
      rt.at = at
      return rt.built(method(rt, args, withCaller(frame, kwargs)))
    })
  }
}

const hasOwn = (self: Value, name: string): boolean =>
  self instanceof PyObject && self.attribute(name) !== undefined

/** An unknown filter or test: an error now, or when reached if it stands in a branch. */
function unknown(
  c: Compilation,
  place: Place,
  what: 'filter' | 'test',
  name: string,
  at: number,
): (rt: Runtime) => never {
  const known = what === 'filter' ? c.env.filters.keys() : c.env.tests.keys()
  const suggestion = closestName(name, known)
  const better = suggestion === undefined ? '' : `; did you mean \`${suggestion}\`?`
  const message = `There is no ${what} named \`${name}\`${better || '.'}`
  const withSuggestion = <E extends { suggestion?: string }>(error: E): E => {
    if (suggestion !== undefined) error.suggestion = suggestion
    return error
  }
  if (!place.isSoft) throw withSuggestion(compileError(c, 'TemplateAssertionError', message, at))
  return (rt) => {
    rt.at = at
    throw withSuggestion(failure('TemplateRuntimeError', message))
  }
}

/** A filter; `body` gives the value where the syntax has none (filter and set blocks). */
export function compileFilter(
  c: Compilation,
  place: Place,
  node: FilterExpr,
  body?: Evaluate,
): Evaluate {
  const target =
    node.target === null
      ? (body ?? (() => null))
      : node.target.kind === 'filter'
        ? compileFilter(c, place, node.target, body)
        : compileExpression(c, place, node.target)
  const filter: FilterFunction =
    c.env.filters.get(node.name) ?? unknown(c, place, 'filter', node.name, node.at)
  const invoke = compileArguments<Value>(c, place, node)
  const { at } = node
  return (frame) =>
    invoke(frame, target(frame), (args, kwargs) => {
      const { rt } = frame
      rt.step()
      rt.read(args[0] ?? null)
      rt.at = at
      return rt.built(filter(rt, args, kwargs))
    })
}

export function compileTest(c: Compilation, place: Place, node: TestExpr): Evaluate {
  const target = compileExpression(c, place, node.target)
  const test: TestFunction =
    c.env.tests.get(node.name) ?? unknown(c, place, 'test', node.name, node.at)
  const invoke = compileArguments<boolean>(c, place, node)
  const { at } = node
  return (frame) =>
    invoke(frame, target(frame), (args, kwargs) => {
      frame.rt.step()
      frame.rt.at = at
      return test(frame.rt, args, kwargs)
    })
}
