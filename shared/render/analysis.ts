import { Findings, type FoundVariable, type Span } from './analysis/findings.ts'
import { Names } from './analysis/names.ts'
import { obstacles, settingObstacles } from './analysis/portable.ts'
import {
  type JsonSchema,
  mergeSchemas,
  refine,
  schemaOfSample,
  schemaOfShape,
} from './analysis/schema.ts'
import type { ShapeType } from './analysis/shape.ts'
import type { Use } from './analysis/use.ts'
import { walkBody } from './analysis/walk-statement.ts'
import { constantValue } from './compile/expressions.ts'
import { compileTemplate, parseTemplate } from './compile/template.ts'
import type { Environment } from './environment.ts'
import { TemplateError } from './errors.ts'
import type { TemplateBody } from './messages.ts'
import { makeEnvironment, type RenderOptions } from './options.ts'
import type { ConstValue, Stmt } from './syntax/ast.ts'
import { normalize } from './syntax/lexer.ts'
import { closestName } from './values/suggest.ts'

export { type JsonSchema, mergeSchemas, schemaOfSample } from './analysis/schema.ts'

/** A stretch of a template's text; lines and columns count from 1, ends are exclusive. */
export interface Position {
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
  /** Which message of the template, counted from 0; absent for a single text. */
  readonly messageIndex?: number
}

/** `messages` is the list behind a placeholder; `any` says that uses disagree or tell nothing. */
export type VariableType = ShapeType | 'messages' | 'any'

/** A variable that the template expects from outside. */
export interface AnalysedVariable {
  readonly name: string
  /** False if the template copes without it: it has a default or is tested first. */
  readonly required: boolean
  readonly type: VariableType
  readonly positions: readonly Position[]
  /** The literal of its `default` filter. */
  readonly defaultValue?: string | number | boolean | null
  /** What its use tells about its parts. */
  readonly schema: JsonSchema
}

/**
 * Something wrong or doubtful, with its place where it has one; places are null for the template as a whole.
 */
export interface Problem {
  readonly severity: 'error' | 'warning'
  readonly message: string
  readonly line: number | null
  readonly column: number | null
  readonly endLine: number | null
  readonly endColumn: number | null
  readonly messageIndex?: number
  /** The name that was probably meant: it may stand in the place instead. */
  readonly suggestion?: string
  /** Text and declarations do not agree on this variable: used and not declared, or declared and not used. */
  readonly declaration?: { readonly name: string; readonly is: 'missing' | 'unused' }
}

/** Everything the editor, the publisher and `template check` show about a template. */
export interface Analysis {
  readonly variables: readonly AnalysedVariable[]
  readonly partials: readonly { readonly name: string; readonly position: Position }[]
  readonly filters: readonly string[]
  readonly tests: readonly string[]
  readonly problems: readonly Problem[]
  /** Whether every Prompty runtime renders the template alike, and if not, why. */
  readonly portable: {
    readonly portable: boolean
    readonly reasons: readonly { readonly reason: string; readonly position: Position | null }[]
  }
}

/** The options the template is rendered with, as they decide what is an error. */
export interface AnalysisOptions extends RenderOptions {
  /** Variables that the template declares: unused ones and undeclared uses are reported. */
  readonly declared?: readonly string[]
  /** Those of them that may be left out: reported where the template fails without them. */
  readonly optional?: readonly string[]
}

/**
 * Reads a template for the editor and for publishing, without rendering it. Never throws on a faulty
 * template: what cannot be read is among the problems, and the rest is analysed all the same.
 */
export const analyse = (body: TemplateBody | string, options: AnalysisOptions = {}): Analysis => {
  const env = makeEnvironment(options, compileTemplate)
  return new Analyser(
    env,
    options,
    typeof body === 'string' ? { kind: 'text', text: body } : body,
  ).run()
}

class Analyser {
  readonly #env: Environment
  readonly #options: AnalysisOptions
  readonly #body: TemplateBody
  readonly #findings: Findings
  readonly #texts: { readonly source: string; readonly messageIndex: number | null }[] = []
  readonly #placeholders: string[] = []
  readonly #problems: Problem[] = []
  readonly #reasons: { reason: string; position: Position | null }[] = []

  constructor(env: Environment, options: AnalysisOptions, body: TemplateBody) {
    this.#env = env
    this.#options = options
    this.#body = body
    this.#findings = new Findings(env, (options.undefined ?? 'lenient') !== 'strict')
    this.#findings.walkPartial = partialWalker(env, options, this.#findings)
  }

  run(): Analysis {
    for (const { reason } of settingObstacles(this.#options))
      this.#reasons.push({ reason, position: null })
    if (this.#body.kind === 'text') this.#text(this.#body.text, null)
    else {
      this.#body.messages.forEach((message, index) => {
        if ('placeholder' in message) this.#placeholders.push(message.placeholder)
        else this.#text(message.content, index)
      })
    }
    return this.#result()
  }

  #text(text: string, messageIndex: number | null): void {
    const source = normalize(text, this.#env.keepTrailingNewline)
    const index = this.#texts.push({ source, messageIndex }) - 1
    const tree = this.#attempt(messageIndex, () => parseTemplate(this.#env, { name: null, source }))
    if (tree === undefined) {
      this.#reasons.push({ reason: 'cannot be read', position: null })
      return
    }
    for (const { reason, at } of obstacles(tree.body)) {
      this.#reasons.push({
        reason,
        position: at === null ? null : this.#position({ start: at, end: at + 1, text: index }),
      })
    }
    this.#findings.enterText(index)
    walkBody(this.#findings, freshUse(), tree.body)
    // Unknown filters have been found with all their uses; compiling finds what is left.
    if (!this.#findings.problems.some((problem) => problem.severity === 'error')) {
      this.#attempt(messageIndex, () => compileTemplate(this.#env, text, null))
    }
  }

  /** Runs a step of reading; a template error becomes a problem. */
  #attempt<T>(messageIndex: number | null, run: () => T): T | undefined {
    try {
      return run()
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error
      const { message, line, column, endColumn, suggestion } = error
      const place = { line, column, endLine: line, endColumn: endColumn ?? column }
      const meant = suggestion === undefined ? {} : { suggestion }
      this.#problems.push({
        severity: 'error',
        message,
        ...place,
        ...indexOf(messageIndex),
        ...meant,
      })
      return undefined
    }
  }

  #position({ start, end, text }: Span): Position {
    const { source = '', messageIndex = null } = this.#texts[text] ?? {}
    const from = lineAndColumn(source, start)
    const to = lineAndColumn(source, end)
    return { ...from, endLine: to.line, endColumn: to.column, ...indexOf(messageIndex) }
  }

  #result(): Analysis {
    const variables = [...this.#findings.variables.values()].map((variable) =>
      this.#variable(variable),
    )
    for (const name of this.#placeholders) variables.push(messageList(name))
    for (const { severity, message, span, suggestion } of this.#findings.problems)
      this.#report(severity, message, span, suggestion === undefined ? {} : { suggestion })
    this.#compareDeclared(variables)
    return {
      variables,
      partials: this.#findings.partials.map(({ name, span }) => ({
        name,
        position: this.#position(span),
      })),
      filters: [...this.#findings.filters].sort(),
      tests: [...this.#findings.tests].sort(),
      problems: this.#problems,
      portable: { portable: this.#reasons.length === 0, reasons: this.#reasons },
    }
  }

  #variable({ name, shape, spans, isRequired, defaultValue }: FoundVariable): AnalysedVariable {
    return {
      name,
      required: isRequired,
      type: shape.type,
      positions: spans.map((span) => this.#position(span)),
      ...(defaultValue === undefined ? {} : { defaultValue: plainConstant(defaultValue) }),
      schema: schemaOfShape(shape),
    }
  }

  #report(
    severity: 'error' | 'warning',
    message: string,
    span: Span | null,
    mend: Pick<Problem, 'suggestion' | 'declaration'>,
  ): void {
    const place = span === null ? NOWHERE : this.#position(span)
    this.#problems.push({ severity, message, ...place, ...mend })
  }

  #compareOptional(variables: readonly AnalysedVariable[]): void {
    for (const { name, required, type } of variables) {
      if (!required || !this.#options.optional?.includes(name)) continue
      const mend =
        type === 'messages'
          ? 'an empty list has to be given where there are no messages'
          : `give it a default (\`${name}|default('')\`) or test it first (\`${name} is defined\`)`
      const message = `The variable \`${name}\` is declared optional, but the template fails without it: ${mend}.`
      const [span = null] = this.#findings.variables.get(name)?.spans ?? []
      this.#report('warning', message, span, {})
    }
  }

  #compareDeclared(variables: readonly AnalysedVariable[]): void {
    const { declared } = this.#options
    if (declared === undefined) return
    this.#compareOptional(variables)
    const used = new Set(variables.map(({ name }) => name))
    for (const name of declared) {
      if (used.has(name)) continue
      const declaration = { name, is: 'unused' } as const
      const message = `The variable \`${name}\` is declared but never used.`
      this.#report('warning', message, null, { declaration })
    }
    for (const { name, spans } of this.#findings.variables.values()) {
      if (declared.includes(name)) continue
      const suggestion = closestName(name, declared)
      const meant = suggestion === undefined ? {} : { suggestion }
      const better = suggestion === undefined ? '.' : `; did you mean \`${suggestion}\`?`
      const message = `The variable \`${name}\` is not declared${better}`
      const declaration = { name, is: 'missing' } as const
      this.#report('warning', message, spans[0] ?? null, { ...meant, declaration })
    }
  }
}

const NOWHERE = { line: null, column: null, endLine: null, endColumn: null }

const freshUse = (): Use => ({ names: new Names(null), guarded: new Set(), isSafe: false })

const indexOf = (messageIndex: number | null): { messageIndex?: number } =>
  messageIndex === null ? {} : { messageIndex }

const lineAndColumn = (source: string, offset: number): { line: number; column: number } => {
  const before = source.slice(0, offset)
  const lineStart = before.lastIndexOf('\n') + 1
  return { line: before.split('\n').length, column: offset - lineStart + 1 }
}

/** A default is shown as JSON: big integers lose digits there and nowhere else. */
const plainConstant = (value: ConstValue): string | number | boolean | null => {
  const constant = constantValue(value)
  if (value.type === 'float') return value.value
  if (typeof constant === 'bigint') return Number(constant)
  return typeof constant === 'object' ? null : constant
}

/** What a placeholder takes: the roles are checked when it is rendered. */
const messageList = (name: string): AnalysedVariable => {
  const item: JsonSchema = {
    type: 'object',
    properties: { role: { type: 'string' }, content: { type: 'string' } },
    required: ['role', 'content'],
  }
  return {
    name,
    required: true,
    type: 'messages',
    positions: [],
    schema: { type: 'array', items: item },
  }
}

/** Walks the partials a template includes, each once, as if they stood in its place. */
const partialWalker = (
  env: Environment,
  options: AnalysisOptions,
  findings: Findings,
): Findings['walkPartial'] => {
  const open = new Set<string>()
  return (name, use) => {
    if (options.partials === undefined) return 'known'
    const source = options.partials(name)
    if (source === undefined) return 'missing'
    if (use === null || open.has(name)) return 'known'
    open.add(name)
    try {
      const text = normalize(source, env.keepTrailingNewline)
      const body: readonly Stmt[] = parseTemplate(env, { name, source: text }).body
      walkBody(findings, { ...use, names: new Names(use.names) }, body)
    } catch (error) {
      // A broken partial is reported where it is edited.
      if (!(error instanceof TemplateError)) throw error
    }
    open.delete(name)
    return 'known'
  }
}

/**
 * Proposes a JSON Schema (2020-12) for the variables of a template, from how it uses them and from
 * sample bindings. Types seen in samples win over those suggested by use.
 */
export const proposeSchema = (
  analysis: Analysis,
  samples: readonly Readonly<Record<string, unknown>>[] = [],
): JsonSchema & { readonly $schema: string } => {
  const properties: Record<string, JsonSchema> = {}
  for (const { name, schema, defaultValue } of analysis.variables) {
    const seen = samples
      .filter((sample) => Object.hasOwn(sample, name))
      .map((sample) => schemaOfSample(sample[name]))
    const proposed = seen.length === 0 ? schema : refine(seen.reduce(mergeSchemas), schema)
    properties[name] =
      defaultValue === undefined ? proposed : { ...proposed, default: defaultValue }
  }
  const required = analysis.variables
    .filter((variable) => variable.required)
    .map(({ name }) => name)
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties,
    ...(required.length === 0 ? {} : { required }),
  }
}
