import { checkSyntaxTree } from './nunjucks-guard.ts'
import {
  type ContextPrototype,
  internals,
  type NunjucksEnvironment,
  type SyntaxNode,
} from './nunjucks-internals.ts'

/** Methods templates may call, per type. Everything takes and gives data, nothing takes a pattern. */
const stringMethods = new Set(
  `at charAt charCodeAt codePointAt concat endsWith includes indexOf lastIndexOf localeCompare
  normalize padEnd padStart repeat replace replaceAll slice split startsWith substr substring
  toLocaleLowerCase toLocaleUpperCase toLowerCase toString toUpperCase trim trimEnd trimStart
  valueOf`.split(/\s+/),
)
const listMethods = new Set(
  `at concat entries fill flat includes indexOf join keys lastIndexOf pop push reverse shift slice
  splice toReversed toSpliced toString unshift values`.split(/\s+/),
)
const numberMethods = new Set('toExponential toFixed toPrecision toString valueOf'.split(' '))

const bound = (target: unknown, method: unknown) =>
  typeof method === 'function'
    ? (...values: unknown[]) => Reflect.apply(method, target, values) as unknown
    : undefined

function methodsOf(target: unknown): [Set<string>, object] | null {
  // Results of macros are instances of String.
  if (typeof target === 'string' || target instanceof String) {
    return [stringMethods, String.prototype]
  }
  if (Array.isArray(target)) return [listMethods, Array.prototype]
  return typeof target === 'number' ? [numberMethods, Number.prototype] : null
}

/**
 * Member access of templates: own data of objects and lists, and a fixed table of methods. Nothing
 * is ever found on a function or a prototype, so there is no way from a value to its constructor.
 */
function guardedLookup(target: unknown, key: unknown): unknown {
  if (target === undefined || target === null || typeof target === 'function') return undefined
  const name = typeof key === 'symbol' ? '' : String(key)
  const isIndexed = typeof target === 'string' || target instanceof String || Array.isArray(target)
  if (isIndexed && name === 'length') return (target as { length: number }).length
  const methods = methodsOf(target)
  if (methods?.[0].has(name)) return bound(target, Reflect.get(methods[1], name))
  if (typeof target === 'string') return /^\d+$/.test(name) ? target[Number(name)] : undefined
  if (typeof target !== 'object' || !Object.hasOwn(target, name)) return undefined
  const value: unknown = Reflect.get(target, name)
  return typeof value === 'function' ? bound(target, value) : value
}

/** A table without a prototype: "constructor" is no filter, no test, no global and no variable. */
const bare = <Value>(table: Record<string, Value>): Record<string, Value> =>
  Object.assign(Object.create(null) as Record<string, Value>, table)

const environments = new Map<boolean, NunjucksEnvironment>()

function environmentFor(isStrict: boolean): NunjucksEnvironment {
  const existing = environments.get(isStrict)
  if (existing) return existing
  // No loaders: include, import and extends find nothing.
  const made = new internals.Environment([], { autoescape: false, throwOnUndefined: isStrict })
  const environment = made as unknown as NunjucksEnvironment
  environment.filters = bare(environment.filters)
  environment.tests = bare(environment.tests)
  environment.globals = bare(environment.globals)
  environments.set(isStrict, environment)
  return environment
}

/**
 * Replaces the parts of nunjucks that reach for prototypes. It changes the library for the whole
 * process, which is one reason why this runs in a process of its own.
 */
export function guardNunjucks(): void {
  internals.runtime.memberLookup = guardedLookup
  // The compiler quotes this description into its code without escaping backslashes.
  const describe = internals.compiler.Compiler.prototype._getNodeName
  internals.compiler.Compiler.prototype._getNodeName = function nodeName(node) {
    return describe.call(this, node).replace(/[^\p{L}\p{N}_$.[\] -]/gu, '')
  }
  const context = contextPrototype()
  const { init } = context
  context.init = function initBare(values, blocks, environment) {
    init.call(this, {}, blocks, environment)
    const table = Object.assign(Object.create(null) as object, values)
    Object.assign(this, { ctx: table, blocks: bare(this.blocks) })
  }
  // Whatever slips through all of this still finds no constructor that makes functions from text.
  for (const maker of [() => {}, async () => {}, function* () {}, async function* () {}]) {
    Object.defineProperty(Object.getPrototypeOf(maker), 'constructor', { value: undefined })
  }
}

/** nunjucks does not export its Context; a template's root function is handed one. */
function contextPrototype(): ContextPrototype & { blocks: Record<string, unknown> } {
  let found: object | null = null
  const template = new internals.Template('', new internals.Environment([]), 'probe', true)
  Object.assign(template, {
    rootRenderFunc: (...values: unknown[]) => {
      found = Object.getPrototypeOf(values[1]) as object
      const done = values[4] as (error: null, text: string) => void
      done(null, '')
    },
  })
  template.render({})
  if (found === null) throw new Error('nunjucks hands no context to its templates any more.')
  return found as ContextPrototype & { blocks: Record<string, unknown> }
}

/** Renders in this process; call `guardNunjucks` once before. */
export function renderGuarded(text: string, bindings: object, isStrict: boolean): string {
  const environment = environmentFor(isStrict)
  const tree: SyntaxNode = internals.parser.parse(text, [], {})
  checkSyntaxTree(tree)
  const template = new internals.Template(text, environment as never, '', true)
  return template.render(bindings)
}
