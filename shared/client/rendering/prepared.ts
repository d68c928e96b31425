import type { Rendered } from '#shared/contract/render.ts'
import type { TemplateScope } from '#shared/domain/guardrails/types.ts'
import { authoredText, partialLookup } from '#shared/domain/partials/lookup.ts'
import { compile, contextFromValues, type RenderOptions } from '#shared/render/engine.ts'
import { renderBody } from '#shared/render/messages.ts'
import type { Choice } from '../feed/bundle.ts'
import type { ActivePrompt, PromptContent, StoredVersion, Variables } from '../types.ts'
import { contentOf } from './content.ts'

type Render = (variables: Variables) => Rendered

/** A version made ready once: what every render of it needs. */
export class Prepared {
  readonly content: PromptContent
  readonly #version: StoredVersion
  #source: string | null = null
  #render: Render | null = null
  #scope: TemplateScope
  #scopeLabel = ''
  #active: ActivePrompt | null = null

  constructor(version: StoredVersion) {
    this.#version = version
    this.content = contentOf(version)
    this.#scope = { name: version.name, category: version.category, labels: [] }
  }

  /**
   * The author's own words: guardrails judge what the variables bring, not these. Throws for a content of
   * a form that a newer Galley or a service of its own wrote.
   */
  get source(): string {
    this.#source ??= authoredText(this.content)
    return this.#source
  }

  /** Throws as `source` does, and TemplateError; one of syntax does so at each call. */
  render(variables: Variables): Rendered {
    this.#render ??= compileContent(this.content, this.#version.name)
    return this.#render(variables)
  }

  /** The version as it is served now: the same object for as long as that stays the same. */
  active(label: string, choice: Choice, isStale: boolean): ActivePrompt {
    const { arm, experiment } = choice
    const known = this.#active
    const isSame =
      known !== null &&
      known.label === label &&
      known.arm === arm &&
      known.experiment === experiment &&
      known.isStale === isStale
    if (isSame) return known
    this.#active = { ...this.#version, label, arm, experiment, isStale }
    return this.#active
  }

  /** What guardrails are told about the template. Nearly all calls read one label. */
  scope(label: string): TemplateScope {
    if (this.#scopeLabel !== label) {
      this.#scope = { ...this.#scope, labels: [label] }
      this.#scopeLabel = label
    }
    return this.#scope
  }
}

/** By version object, which stays the same for as long as the version is served. */
const kept = new WeakMap<StoredVersion, Prepared>()

export function prepare(version: StoredVersion): Prepared {
  let prepared = kept.get(version)
  if (prepared === undefined) {
    prepared = new Prepared(version)
    kept.set(version, prepared)
  }
  return prepared
}

function compileContent(content: PromptContent, templateName: string): Render {
  const { body, dialect, undefinedPolicy } = content
  if (dialect !== 'jinja2') {
    throw new Error(`Templates of dialect ${dialect} are not rendered in production.`)
  }
  const options: RenderOptions = {
    undefined: undefinedPolicy,
    sandbox: 'immutable',
    templateName,
    partials: partialLookup(content.partials),
  }
  if (body.kind === 'text') {
    const template = compile(body.text, options)
    return (variables) => ({ kind: 'text', text: template.render(contextFromValues(variables)) })
  }
  // Placeholders insert messages that are checked one by one, which renderBody does.
  if (body.messages.some((part) => 'placeholder' in part)) {
    return (variables) => {
      const rendered = renderBody(body, contextFromValues(variables), options)
      return rendered.kind === 'text' ? rendered : { ...rendered, messages: [...rendered.messages] }
    }
  }
  const messages = body.messages.flatMap((part, index) => {
    if (!('content' in part)) return []
    const name = `${templateName}, message ${index + 1} (${part.role})`
    return [
      { role: part.role, template: compile(part.content, { ...options, templateName: name }) },
    ]
  })
  return (variables) => {
    const context = contextFromValues(variables)
    const rendered = messages.map(({ role, template }) => ({
      role,
      content: template.render(context),
    }))
    return { kind: 'messages', messages: rendered }
  }
}
