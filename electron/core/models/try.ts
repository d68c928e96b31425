import type { Bindings, TemplateId } from '#shared/contract/base.ts'
import type { Dataset } from '#shared/contract/dataset/dataset.ts'
import { GalleyError } from '#shared/contract/errors.ts'
import type { KeptTry, ModelChoice, Proposal, TryEvent } from '#shared/contract/model.ts'
import type { RenderOutcome } from '#shared/contract/render.ts'
import type { Content, Template, Version } from '#shared/contract/template.ts'
import type { CheckInput, CheckResult } from '#shared/domain/guardrails/types.ts'
import { contentHash } from '#shared/domain/hashing/content.ts'
import type { Input } from '../inputs.ts'
import { parseBindings } from '../rendering/bindings.ts'
import { echo } from './local.ts'
import type { ModelAnswer, ModelRequest } from './model.ts'
import { openPieces } from './pieces.ts'
import { propose } from './propose.ts'
import { openModel, type ProviderModels } from './registry.ts'
import type { KeptTries } from './tries.ts'

type TryInput = Input<'model', 'try'>

/** What is tried, and the template it is kept beside. */
interface TrySource {
  id: TemplateId | null
  content: Content
  template: CheckInput['template']
}

interface TryCase {
  inputsJson: string
  recordedOutputsJson: string
}

export interface TryParts {
  rendering: { preview(input: Input<'render', 'preview'>): Promise<RenderOutcome> }
  templates: {
    get(ref: { template: string }): Pick<Template, 'id' | 'name' | 'draft' | 'category' | 'labels'>
    getVersion(ref: { template: string; version: number }): Version
  }
  datasets: {
    get(ref: { dataset: string }): Dataset
    readCasesAt(
      version: { datasetId: Dataset['id']; number: number },
      ordinals: readonly number[],
    ): TryCase[]
  }
  guardrails: { judge(input: CheckInput): Promise<CheckResult> }
  providers: ProviderModels
  kept: KeptTries
}

/** "Try it": one prompt, one model, the answer as it comes; kept where it belongs to a template. */
export class TryService {
  readonly #parts: TryParts

  constructor(parts: TryParts) {
    this.#parts = parts
  }

  /** Echo, what the dataset recorded, and what providers list. */
  list({ dataset }: Input<'model', 'list'>): { items: ModelChoice[]; hasProvider: boolean } {
    const { datasets, providers } = this.#parts
    const recorded = dataset === undefined ? [] : datasets.get({ dataset }).recordedModels
    const offered = providers.refs()
    return {
      items: [
        { ref: echo.ref, kind: 'local' },
        ...recorded.map((name) => ({ ref: `recorded:${name}`, kind: 'recorded' as const })),
        ...offered.map((ref) => ({ ref, kind: 'provider' as const })),
      ],
      hasProvider: offered.length > 0,
    }
  }

  listTries({ template }: Input<'model', 'listTries'>) {
    return { items: this.#parts.kept.list(this.#parts.templates.get({ template }).id) }
  }

  archiveTry({ id, isArchived }: Input<'model', 'archiveTry'>): KeptTry {
    return this.#parts.kept.archive(id, isArchived)
  }

  /** A model writes a template for a task; only a provider's model can. */
  propose({ model, ...asked }: Input<'model', 'propose'>, signal?: AbortSignal): Promise<Proposal> {
    return propose(openModel(model, null, this.#parts.providers), asked, signal)
  }

  /** Leaving the iteration, or the caller's signal, ends the call to the model at once. */
  async *try(input: TryInput, signal?: AbortSignal): AsyncGenerator<TryEvent, undefined, void> {
    const { dataset, one } = this.#case(input)
    const model = openModel(input.model, dataset, this.#parts.providers)
    const source = this.#source(input.source)
    const { content, template } = source
    const bindingsJson = input.bindingsJson ?? one?.inputsJson
    const outcome = await this.#parts.rendering.preview({
      source: input.source,
      ...(input.bindings === undefined ? {} : { bindings: input.bindings }),
      ...(bindingsJson === undefined || input.bindings !== undefined ? {} : { bindingsJson }),
      withGuardrails: true,
    })
    if (outcome.kind === 'blocked') {
      yield { kind: 'blocked', guardrails: outcome.guardrails }
      return
    }
    if (outcome.kind === 'failure') throw renderFailure(outcome)
    const left = new AbortController()
    const stops = signal ? AbortSignal.any([signal, left.signal]) : left.signal
    const request: ModelRequest = {
      prompt: outcome.rendered,
      settings: content.modelSettings,
      recordedOutputs: one === undefined ? {} : JSON.parse(one.recordedOutputsJson),
      signal: stops,
    }
    const pieces = openPieces<string>()
    const answering = model.complete({ ...request, onText: pieces.add }).finally(() => pieces.end())
    // Its failure is thrown below; until then nobody may call it unhandled.
    answering.catch(() => {})
    try {
      for await (const text of pieces.read()) yield { kind: 'text', text }
      const answer = await answering
      const checked = await this.#judge(answer.output, template)
      const bindings =
        input.bindings ?? parseBindings(bindingsJson === undefined ? {} : { bindingsJson })
      const tryId = this.#keep(source, input.model, bindings, answer)
      const { output, latencyMs, usage, cost, finishReason } = answer
      const end = { output, latencyMs, usage, cost, finishReason, guardrails: checked, tryId }
      yield { kind: 'end', ...end }
    } finally {
      left.abort(new Error('Nobody listens any more.'))
    }
  }

  /** An answer beside the text it belongs to; null for a text that is no template's. */
  #keep(
    { id, content }: TrySource,
    model: string,
    bindings: Bindings,
    answer: ModelAnswer,
  ): string | null {
    if (id === null) return null
    const hash = contentHash(content)
    return this.#parts.kept.keep({ template: id, contentHash: hash, model, bindings, answer })
  }

  async #judge(output: string, template: CheckInput['template']) {
    const stage = 'output' as const
    const checked = await this.#parts.guardrails.judge(
      template === undefined ? { stage, text: output } : { stage, text: output, template },
    )
    const { action, violations } = checked
    const failures = checked.failures.map(({ guardrailName, message }) => ({
      guardrailName,
      message,
    }))
    return { action, violations, failures }
  }

  #case(input: TryInput): { dataset: Dataset | null; one: TryCase | undefined } {
    if (input.case === undefined) return { dataset: null, one: undefined }
    const { datasets } = this.#parts
    const dataset = datasets.get({ dataset: input.case.dataset })
    const version = { datasetId: dataset.id, number: dataset.version }
    const [one] = datasets.readCasesAt(version, [input.case.ordinal])
    if (one !== undefined) return { dataset, one }
    throw new GalleyError(
      'not_found',
      `Dataset "${dataset.name}" has no case ${input.case.ordinal}.`,
      { fix: `It has cases 1 to ${dataset.caseCount}.`, where: { field: 'case' } },
    )
  }

  #source(source: TryInput['source']): TrySource {
    if ('content' in source) return { id: null, content: source.content, template: undefined }
    const { templates } = this.#parts
    const { id, name, draft, category, labels } = templates.get({ template: source.template })
    const template = { name, category, labels: labels.map(({ label }) => label) }
    if (source.version === undefined) return { id, content: draft.content, template }
    return {
      id,
      content: templates.getVersion({ template: name, version: source.version }).content,
      template,
    }
  }
}

/** A preview shows a failure beside the text; here nothing can follow it. */
function renderFailure({ code, message, problem }: RenderOutcome & { kind: 'failure' }) {
  const { fix, where, suggestion, details } = problem
  return new GalleyError(code as GalleyError['code'], message, {
    ...(fix === undefined ? {} : { fix }),
    ...(where === undefined ? {} : { where }),
    ...(suggestion === undefined ? {} : { suggestion }),
    ...(details === undefined ? {} : { details }),
  })
}
