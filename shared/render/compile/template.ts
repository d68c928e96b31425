import type { Environment } from '../environment.ts'
import { failure, place as placeError, TemplateError } from '../errors.ts'
import type { Origin } from '../runtime/frame.ts'
import type { CompiledBlock, CompiledUnit } from '../runtime/template.ts'
import { analyseBody } from '../scope/analyse.ts'
import { allStatements } from '../scope/children.ts'
import type { Block, TemplateNode } from '../syntax/ast.ts'
import { normalize, tokenize } from '../syntax/lexer.ts'
import { parse } from '../syntax/parser.ts'
import { compileBlockBody, compileSpecials } from './blocks.ts'
import { type Compilation, compileError, enterScope, rootPlace } from './context.ts'
import { compileBody } from './statements.ts'

/** Reads a template's text into its tree. */
export const parseTemplate = (env: Environment, origin: Origin): TemplateNode =>
  withinStack(origin, () => {
    const tokens = tokenize(origin.source, env.delimiters, env, origin.name)
    const rules = { extensions: env.extensions, maxNesting: env.budgets.nesting }
    return parse(origin.source, tokens, rules, origin.name)
  })

/** Compiles a template's text to closures. */
export const compileTemplate = (
  env: Environment,
  source: string,
  name: string | null,
): CompiledUnit => {
  const origin = { name, source: normalize(source, env.keepTrailingNewline) }
  const tree = parseTemplate(env, origin)
  return withinStack(origin, () => compileTree(env, origin, tree))
}

const compileTree = (env: Environment, origin: Origin, tree: TemplateNode): CompiledUnit => {
  const blocks = tree.words.has('block') ? blocksOf(tree) : []
  const c: Compilation = {
    env,
    origin,
    blocks: new Map<string, CompiledBlock>(),
    words: tree.words,
    hasKnownExtends: false,
    lateError: null,
  }
  const place = rootPlace(env, tree.words.has('extends'))
  const prepare = compileSpecials(c, place, tree.body, null, () => null)
  analyseBody(place.symbols, tree.body)
  refuseDuplicates(c, blocks)
  const enter = enterScope(place.symbols)
  const body = compileBody(c, place, tree.body)
  for (const node of blocks) c.blocks.set(node.name, compileBlockBody(c, node))
  if (c.lateError !== null) throw c.lateError
  return {
    origin,
    unit: place.symbols.unit,
    blocks: c.blocks,
    run: (frame) => {
      enter(frame)
      prepare(frame)
      return body(frame)
    },
  }
}

const blocksOf = (tree: TemplateNode): Block[] =>
  [...allStatements(tree.body)].filter((node) => node.kind === 'block')

const refuseDuplicates = (c: Compilation, blocks: readonly Block[]): void => {
  const names = new Set<string>()
  for (const { name, at } of blocks) {
    if (names.has(name)) {
      throw compileError(c, 'TemplateAssertionError', `The block \`${name}\` is defined twice.`, at)
    }
    names.add(name)
  }
}

/** Turns an overflow of JavaScript's own stack into a budget error. */
const withinStack = <T>(origin: Origin, run: () => T): T => {
  try {
    return run()
  } catch (error) {
    if (error instanceof TemplateError) throw error
    if (error instanceof RangeError) {
      throw placeError(
        failure('BudgetError', 'The template is nested too deeply.'),
        'compile',
        origin.name,
        origin.source,
        0,
      )
    }
    throw error
  }
}
