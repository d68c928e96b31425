import { GalleyError } from '#shared/contract/errors.ts'
import type { GuardrailTest, GuardrailView, RecordedViolation } from '#shared/contract/guardrail.ts'
import type { Template } from '#shared/contract/template.ts'
import {
  type CheckInput,
  type CheckResult,
  type CompiledGuardrails,
  compileGuardrails,
  defaultGuardrails,
  type Guardrail,
} from '#shared/domain/guardrails/engine.ts'
import { isInScope } from '#shared/domain/guardrails/plan.ts'
import type { TemplateScope } from '#shared/domain/guardrails/types.ts'
import type { Reader, Transaction, Writer } from '../db/handles.ts'
import { decodeCursor, type Page, pageFrom } from '../db/paging.ts'
import type { CoreEnvironment } from '../environment.ts'
import type { Input } from '../inputs.ts'
import type { JudgedCell } from '../runs/ports.ts'
import type { ActivityLog } from '../workspace/activity.ts'
import type { ChangeFeed } from '../workspace/changes.ts'
import { addCounts, readDays, readTotals } from './counters.ts'
import { refuseTaken, requireNamed, toCheckView, toView, withChange } from './definition.ts'
import { type EngineServices, openEngineServices, secretKey } from './engine-services.ts'
import * as store from './store.ts'
import { type CaseTexts, recentSamples, tryGuardrail } from './trial.ts'
import * as violations from './violations.ts'

export interface GuardrailParts {
  environment: Pick<CoreEnvironment, 'clock' | 'newId' | 'secrets'>
  reader: Reader
  writer: Writer
  activity: ActivityLog
  changes: ChangeFeed
  cases: CaseTexts
  templates: { get(ref: { template: string }): Pick<Template, 'name' | 'category' | 'labels'> }
}

/** As scopes see a template: with the labels it has in any store. */
const scopeOf = ({
  name,
  category,
  labels,
}: Pick<Template, 'name' | 'category' | 'labels'>): TemplateScope => ({
  name,
  category,
  labels: labels.map(({ label }) => label),
})

/** The guardrails of the workspace. A new workspace begins with the three default ones. */
export class GuardrailService {
  readonly #parts: GuardrailParts
  readonly #engine: EngineServices
  #compiled: { source: string; guardrails: CompiledGuardrails } | null = null

  constructor(parts: GuardrailParts) {
    this.#parts = parts
    this.#engine = openEngineServices(parts.environment.secrets)
    this.#addDefaults()
  }

  /** In the order they are checked; archived ones are left out. Throws `not_found` for a template. */
  list({ template }: Input<'guardrail', 'list'>): { items: GuardrailView[] } {
    const { reader, templates } = this.#parts
    const totals = readTotals(reader)
    const scope = template === undefined ? null : scopeOf(templates.get({ template }))
    const items = store
      .listStored(reader)
      .filter(
        ({ isArchived, guardrail }) =>
          !isArchived && (scope === null || isInScope(guardrail.appliesTo, scope)),
      )
    return { items: items.map((one) => toView(one, totals.get(one.guardrail.id))) }
  }

  /** Where the secret store keeps the keys of moderation services. */
  secretKeys(): string[] {
    return store
      .listStored(this.#parts.reader)
      .flatMap(({ guardrail: { rule } }) =>
        rule.type === 'model_check' && rule.secret !== undefined ? [secretKey(rule.secret)] : [],
      )
  }

  get({ name }: Input<'guardrail', 'get'>): GuardrailView {
    const found = requireNamed(store.listStored(this.#parts.reader), name)
    return toView(found, readTotals(this.#parts.reader).get(found.guardrail.id))
  }

  /** Throws `invalid_input` with the place for what could not be run, `already_exists` for a name. */
  create({ name, samples, ...change }: Input<'guardrail', 'create'>): GuardrailView {
    const { environment, writer, activity, changes } = this.#parts
    const withDefaults = { stages: ['input', 'prompt'] as ('input' | 'prompt')[], ...change }
    const guardrail = withChange({ id: environment.newId(), name }, withDefaults)
    writer.transaction((transaction) => {
      refuseTaken(store.listStored(transaction), name)
      const at = environment.clock.now().toISOString()
      store.addGuardrails(transaction, [{ guardrail, samples }], at)
      const entry = { noun: 'guardrail', id: guardrail.id, name, what: 'was added' } as const
      activity.record(transaction, entry)
    })
    changes.emit('guardrail', guardrail.id)
    return toView({ guardrail, samples, isArchived: false })
  }

  /** Throws like `create`, and `not_found` with the nearest name. */
  update(input: Input<'guardrail', 'update'>): GuardrailView {
    const { name, newName, samples, ...change } = input
    return this.#change(name, (found, all) => {
      if (newName !== undefined) refuseTaken(all, newName, found.guardrail.id)
      const guardrail = withChange({ ...found.guardrail, name: newName ?? name }, change)
      const next = { ...found, guardrail, samples: samples ?? found.samples }
      const what = guardrail.enabled
        ? `is on and set to ${guardrail.action}`
        : change.isEnabled === false
          ? 'was switched off'
          : 'was changed'
      return { next, what }
    })
  }

  /** An archived guardrail judges nothing; taking it out of the archive is the undo. */
  archive({ name, isArchived }: Input<'guardrail', 'archive'>): GuardrailView {
    const what = isArchived ? 'was archived' : 'was taken out of the archive'
    return this.#change(name, (found) => ({ next: { ...found, isArchived }, what }))
  }

  /** Tries a guardrail, or a change that is not stored, on its samples and on recent violations. */
  async test(input: Input<'guardrail', 'test'>): Promise<GuardrailTest> {
    const { reader, cases } = this.#parts
    const found = requireNamed(store.listStored(reader), input.name)
    const before = found.guardrail
    const after = input.change === undefined ? before : withChange(before, input.change)
    const limit = input.change === undefined ? 0 : input.recentLimit
    const rows = violations.listViolations(reader, before.id, null, limit)
    await this.#engine.loadSecrets([{ ...after, enabled: true }])
    return tryGuardrail({
      before,
      after,
      samples: input.samples ?? found.samples,
      recent: recentSamples(rows, cases),
      services: this.#engine.services,
    })
  }

  /** Newest first, by key. */
  listViolations(input: Input<'guardrail', 'listViolations'>): Page<RecordedViolation> {
    const { reader } = this.#parts
    const key = decodeCursor(input.cursor, ['number'])
    const id = this.#idOf(input.guardrail)
    const before = key === null ? null : Number(key[0])
    const rows = violations.listViolations(reader, id, before, input.limit + 1)
    return pageFrom(rows, input.limit, ({ seq }) => [seq], violations.toRecorded)
  }

  markViolation(input: Input<'guardrail', 'markViolation'>): RecordedViolation {
    const { environment, writer, changes } = this.#parts
    const marked = writer.transaction((transaction) => {
      const found = violations.findViolation(transaction, Number(input.id))
      if (found === undefined) {
        throw new GalleyError('not_found', `There is no violation "${input.id}".`, {
          where: { field: 'id' },
          fix: 'Take the id from the list of violations.',
        })
      }
      const at = input.isFalsePositive ? environment.clock.now().toISOString() : null
      violations.markViolation(transaction, found.seq, at)
      return { ...found, isFalsePositive: at === null ? (0 as const) : (1 as const) }
    })
    changes.emit('guardrail', marked.guardrailId)
    return violations.toRecorded(marked)
  }

  listCounts({ guardrail, days }: Input<'guardrail', 'listCounts'>) {
    const { reader, environment } = this.#parts
    return { items: readDays(reader, this.#idOf(guardrail), days, environment.clock.now()) }
  }

  async setSecret({ name, value }: Input<'guardrail', 'setSecret'>) {
    await this.#engine.setSecret(name, value)
    return { isStored: true }
  }

  /** Checks one text, as the guardrails page does; never blocks anything and counts nothing. */
  async check({ text, stage, template, variables, metadata }: Input<'guardrail', 'check'>) {
    const { name = '', category = null, labels = [] } = template ?? {}
    const result = await this.judge({
      stage,
      text,
      template: { name, category, labels },
      ...(variables ? { variables } : {}),
      ...(metadata ? { metadata } : {}),
    })
    const isRedacted = result.text !== undefined && result.text !== text
    return { ...toCheckView(result), redactedText: isRedacted ? (result.text ?? null) : null }
  }

  /** What the enabled guardrails say of a call. Never rejects: what cannot be judged is a failure in it. */
  judge(input: CheckInput): Promise<CheckResult> {
    return this.#current().checkAsync(input)
  }

  /** The guardrails that are on now, for runs, which freeze them. */
  enabled(): Guardrail[] {
    return store
      .listStored(this.#parts.reader)
      .filter(({ guardrail, isArchived }) => guardrail.enabled && !isArchived)
      .map(({ guardrail }) => guardrail)
  }

  /** With the services of this machine; a model is asked only by `checkAsync`. */
  compile(guardrails: readonly Guardrail[]): CompiledGuardrails {
    const compiled = compileGuardrails(guardrails, this.#engine.services)
    return {
      ...compiled,
      checkAsync: async (input) => {
        await this.#engine.loadSecrets(guardrails)
        return compiled.checkAsync(input)
      },
    }
  }

  /** How many violations each guardrail, by id, has in one column of a run. */
  violationsIn(runSeq: number, columnPosition: number): Map<string, number> {
    return violations.countViolations(this.#parts.reader, runSeq, columnPosition)
  }

  /** Counts and keeps what guardrails said of cells, in the transaction that stores their results. */
  record(transaction: Transaction, runSeq: number, cells: readonly JudgedCell[]): void {
    const now = this.#parts.environment.clock.now()
    addCounts(transaction, cells, now)
    violations.addViolations(transaction, runSeq, cells, now.toISOString())
  }

  #idOf(name: string | undefined): string | null {
    if (name === undefined) return null
    return requireNamed(store.listStored(this.#parts.reader), name).guardrail.id
  }

  #change(
    name: string,
    make: (
      found: store.StoredGuardrail,
      all: store.StoredGuardrail[],
    ) => { next: store.StoredGuardrail; what: string },
  ): GuardrailView {
    const { environment, writer, activity, changes } = this.#parts
    const next = writer.transaction((transaction) => {
      const all = store.listStored(transaction)
      const { next, what } = make(requireNamed(all, name), all)
      store.updateGuardrail(transaction, next, environment.clock.now().toISOString())
      const { id } = next.guardrail
      activity.record(transaction, { noun: 'guardrail', id, name: next.guardrail.name, what })
      return next
    })
    changes.emit('guardrail', next.guardrail.id)
    return this.get({ name: next.guardrail.name })
  }

  /** Compiled anew when a row changed, in this process or in another one. */
  #current(): CompiledGuardrails {
    const guardrails = this.enabled()
    const source = JSON.stringify(guardrails)
    if (this.#compiled?.source !== source) {
      this.#compiled = { source, guardrails: this.compile(guardrails) }
    }
    return this.#compiled.guardrails
  }

  #addDefaults(): void {
    const { environment, reader, writer } = this.#parts
    const known = new Set(store.listStored(reader).map(({ guardrail }) => guardrail.id))
    // By id: a default one that was renamed or archived is not missing.
    // Looked up before the write lock is taken: opening a workspace must not wait for a busy writer.
    if (defaultGuardrails.every(({ id }) => known.has(id))) return
    const at = environment.clock.now().toISOString()
    const added = defaultGuardrails.map((guardrail) => ({ guardrail, samples: [] }))
    writer.transaction((transaction) => store.addGuardrails(transaction, added, at))
  }
}
