import type { Bindings } from '#shared/contract/base.ts'
import type { TemplateAnalysis } from '#shared/contract/render.ts'
import type { Content, Variable } from '#shared/contract/template.ts'
import { partialLookup } from '#shared/domain/partials/lookup.ts'
import { type Analysis, analyse, type Problem, proposeSchema } from '#shared/render/analysis.ts'
import { compileJinja } from './jinja.ts'

type Diagnostic = TemplateAnalysis['diagnostics'][number]

/**
 * Throws `template_syntax` where a jinja2 template cannot be read. nunjucks is left to its own process,
 * which only reads a template when it renders it.
 */
export function refuseBrokenSyntax(content: Content, templateName: string): void {
  if (content.dialect === 'jinja2') compileJinja(content, templateName)
}

/** Tags that can name another template; a text without them needs no reading. */
const namingTag = /\{%[-+]?\s*(?:include|import|extends|from)\b/

/** Names of the templates that a text includes, imports or extends; null where it cannot be read. */
export function namesOfPartials(text: string): string[] | null {
  if (!namingTag.test(text)) return []
  const { partials, problems } = analyse({ kind: 'text', text }, {})
  const isRead = problems.every(({ severity }) => severity !== 'error')
  return isRead || partials.length > 0 ? partials.map(({ name }) => name) : null
}

/**
 * What a template uses and what is wrong with it. A nunjucks template is read as Jinja2, too: that
 * finds its variables, but what the reader does not understand is then no mistake of the author.
 */
export function checkContent(
  { body, dialect, undefinedPolicy, variables, partials }: Content,
  templateName: string,
  sampleBindings: Bindings = {},
): TemplateAnalysis {
  const declared = variables.map(({ name }) => name)
  const optional = variables.filter(({ required }) => !required).map(({ name }) => name)
  const analysis = analyse(body, {
    undefined: undefinedPolicy,
    sandbox: 'immutable',
    partials: partialLookup(partials),
    // Somebody who declares nothing has chosen to work without declarations.
    ...(declared.length === 0 ? {} : { declared, optional }),
  })
  const isJinja = dialect === 'jinja2'
  const reasons = analysis.portable.reasons.map(({ reason }) => reason)
  return {
    variables: analysis.variables.map(({ name, required, type, positions }) => ({
      name,
      isRequired: required,
      isDeclared: declared.includes(name),
      type,
      lines: [...new Set(positions.map(({ line }) => line))],
    })),
    filters: [...analysis.filters],
    partials: [...new Set(analysis.partials.map(({ name }) => name))],
    isPortable: isJinja && analysis.portable.portable,
    portabilityReasons: isJinja ? [...new Set(reasons)] : ['written for nunjucks'],
    diagnostics: isJinja ? analysis.problems.map((one) => toDiagnostic(one, templateName)) : [],
    proposedSchema: withDeclarations(analysis, variables, sampleBindings),
  }
}

function toDiagnostic(problem: Problem, template: string): Diagnostic {
  const { severity, message, line, column, endLine, endColumn, messageIndex } = problem
  const place = { line, column, endLine, endColumn, messageIndex }
  const known = Object.entries(place).filter(([, value]) => value !== null && value !== undefined)
  return { severity, message, where: { template, ...Object.fromEntries(known) } }
}

/** The proposed schema; what the author declared wins over what use and samples suggest. */
function withDeclarations(
  analysis: Analysis,
  variables: Variable[],
  sampleBindings: Bindings,
): Record<string, unknown> {
  const examples = variables.flatMap(({ name, example }) =>
    example === undefined ? [] : [[name, example] as const],
  )
  const samples = [sampleBindings, Object.fromEntries(examples)]
  const { properties = {}, required = [], ...schema } = proposeSchema(analysis, samples)
  const declared = variables.map(({ name, type, description, schema }) => {
    const proposed = properties[name] ?? {}
    // "any" says nothing, and a type that agrees with the proposal adds nothing to its detail.
    const typed = type === 'any' || proposed.type === type ? proposed : { type }
    return [name, { ...typed, ...schema, ...(description === '' ? {} : { description }) }] as const
  })
  const optional = new Set(variables.filter((one) => !one.required).map(({ name }) => name))
  const named = variables.filter((one) => one.required).map(({ name }) => name)
  const needed = new Set([...required.filter((name) => !optional.has(name)), ...named])
  return {
    ...schema,
    properties: { ...properties, ...Object.fromEntries(declared) },
    ...(needed.size === 0 ? {} : { required: [...needed] }),
  }
}
