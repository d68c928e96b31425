import type { Bindings } from '#shared/contract/base.ts'
import { GalleyError } from '#shared/contract/errors.ts'
import type { RenderOutcome, TemplateAnalysis } from '#shared/contract/render.ts'
import type { Content, Template, Version } from '#shared/contract/template.ts'
import type { CheckInput, CheckResult } from '#shared/domain/guardrails/types.ts'
import { authoredText } from '#shared/domain/partials/lookup.ts'
import { type GuardedChecks, renderGuarded } from '#shared/render/guarded.ts'
import type { Input } from '../inputs.ts'
import { checkContent } from './analysis.ts'
import { parseBindings } from './bindings.ts'
import type { Renderer } from './renderer.ts'

export interface RenderParts {
  renderer: Renderer
  templates: {
    get(ref: {
      template: string
    }): Pick<Template, 'name' | 'category' | 'labels' | 'draft' | 'sampleBindings'>
    getVersion(ref: { template: string; version: number }): Version
    /** The content with the partials that its texts name. */
    withPartials(content: Content): Content
  }
  guardrails: { judge(input: CheckInput): Promise<CheckResult> }
}

interface Source {
  name: string
  category: string
  /** Names of the labels that the template has anywhere: what it would meet under one of them. */
  labels: string[]
  content: Content
  sampleBindings: Bindings
}

/** Previews and checks of stored templates and of content that was never saved. */
export class RenderService {
  readonly #parts: RenderParts

  constructor(parts: RenderParts) {
    this.#parts = parts
  }

  /** Renders with guardrails. A block and a failure of template or bindings are answers, not errors. */
  async preview(input: Input<'render', 'preview'>): Promise<RenderOutcome> {
    const source = this.#find(input.source)
    try {
      return await this.#render(source, input)
    } catch (error) {
      if (!(error instanceof GalleyError)) throw error
      return { kind: 'failure', code: error.code, message: error.message, problem: error.problem }
    }
  }

  check(input: Input<'render', 'check'>): TemplateAnalysis {
    const { content, name, sampleBindings } = this.#find(input.source)
    return checkContent(content, name, sampleBindings)
  }

  async #render(source: Source, input: Input<'render', 'preview'>): Promise<RenderOutcome> {
    const { renderer, guardrails } = this.#parts
    const { content, name, category, labels } = source
    const given = {
      ...(input.bindings === undefined ? {} : { bindings: input.bindings }),
      ...(input.bindingsJson === undefined ? {} : { bindingsJson: input.bindingsJson }),
    }
    if (!input.withGuardrails) {
      const rendered = await renderer.render(content, given, name)
      return {
        kind: 'success',
        rendered,
        guardrails: { action: 'allow', violations: [], failures: [] },
      }
    }
    const bindings = parseBindings(given)
    const outcome = await renderGuarded({
      template: { name, category, labels },
      templateText: authoredText(content),
      variables: bindings,
      check: (asked) => guardrails.judge(asked),
      // Redacted values exist only parsed; otherwise the text is better, it keeps 1.0 and big integers.
      render: (variables, isRedacted) =>
        renderer.render(
          content,
          isRedacted ? { bindings: variables as typeof bindings } : given,
          name,
        ),
    })
    const checks = toView(outcome.checks)
    if (outcome.kind === 'blocked') return { kind: 'blocked', guardrails: checks }
    return { kind: 'success', rendered: outcome.rendered, guardrails: checks }
  }

  #find(source: Input<'render', 'preview'>['source']): Source {
    const { templates } = this.#parts
    if ('content' in source) {
      const { name } = source
      const content = templates.withPartials(source.content)
      return { name, category: '', labels: [], content, sampleBindings: {} }
    }
    const { draft, ...template } = templates.get({ template: source.template })
    const { name, category, sampleBindings } = template
    const labels = template.labels.map(({ label }) => label)
    const described = { name, category, labels, sampleBindings }
    if (source.version === undefined) return { ...described, content: draft.content }
    const { content } = templates.getVersion({ template: name, version: source.version })
    return { ...described, content }
  }
}

const toView = ({ action, violations, failures }: GuardedChecks) => ({
  action,
  violations,
  failures: failures.map(({ guardrailName, message }) => ({ guardrailName, message })),
})
