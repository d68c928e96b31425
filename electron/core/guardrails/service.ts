import { GalleyError } from '#shared/contract/errors.ts'
import type { CheckResultView, GuardrailView } from '#shared/contract/guardrail.ts'
import {
  type CheckInput,
  type CheckResult,
  type CompiledGuardrails,
  compileGuardrails,
  defaultGuardrails,
  type Guardrail,
} from '#shared/domain/guardrails/engine.ts'
import { nearestName } from '#shared/domain/names/nearest.ts'
import type { Reader, Writer } from '../db/handles.ts'
import type { CoreEnvironment } from '../environment.ts'
import type { Input } from '../inputs.ts'
import type { ActivityLog } from '../workspace/activity.ts'
import type { ChangeFeed } from '../workspace/changes.ts'
import * as store from './store.ts'

export interface GuardrailParts {
  environment: Pick<CoreEnvironment, 'clock'>
  reader: Reader
  writer: Writer
  activity: ActivityLog
  changes: ChangeFeed
}

/** The guardrails of the workspace. A new workspace begins with the three default ones. */
export class GuardrailService {
  readonly #parts: GuardrailParts
  #compiled: { source: string; guardrails: CompiledGuardrails } | null = null

  constructor(parts: GuardrailParts) {
    this.#parts = parts
    this.#addDefaults()
  }

  /** In the order they are checked. */
  list(): { items: GuardrailView[] } {
    return { items: store.listGuardrails(this.#parts.reader).map(toView) }
  }

  /** Switches a guardrail or sets its action; throws `not_found` with the nearest name. */
  update({ name, isEnabled, action }: Input<'guardrail', 'update'>): GuardrailView {
    const { environment, writer, activity, changes } = this.#parts
    const updated = writer.transaction((transaction) => {
      const guardrails = store.listGuardrails(transaction)
      const found = guardrails.find((guardrail) => guardrail.name === name)
      if (found === undefined) throw unknownGuardrail(name, guardrails)
      const next = { ...found, action: action ?? found.action, enabled: isEnabled ?? found.enabled }
      store.updateGuardrail(transaction, next, environment.clock.now().toISOString())
      const what = next.enabled ? `is on and set to ${next.action}` : 'was switched off'
      activity.record(transaction, { noun: 'guardrail', id: found.id, name, what })
      return next
    })
    changes.emit('guardrail', updated.id)
    return toView(updated)
  }

  /** Checks one text, as the guardrails page does; never blocks anything. */
  async check({ text, stage }: Input<'guardrail', 'check'>) {
    const result = await this.judge({ stage, text })
    const isRedacted = result.text !== undefined && result.text !== text
    return { ...toCheckView(result), redactedText: isRedacted ? (result.text ?? null) : null }
  }

  /** What the enabled guardrails say of a call. Never rejects: what cannot be judged is a failure in it. */
  judge(input: CheckInput): Promise<CheckResult> {
    return this.#current().checkAsync(input)
  }

  /** The guardrails that are on now, for runs, which freeze them. */
  enabled(): Guardrail[] {
    return store.listGuardrails(this.#parts.reader).filter(({ enabled }) => enabled)
  }

  compile(guardrails: readonly Guardrail[]): CompiledGuardrails {
    return compileGuardrails(guardrails, {})
  }

  /** Compiled anew when a row changed, in this process or in another one. */
  #current(): CompiledGuardrails {
    const guardrails = store.listGuardrails(this.#parts.reader)
    const source = JSON.stringify(guardrails)
    if (this.#compiled?.source !== source) {
      this.#compiled = { source, guardrails: this.compile(guardrails) }
    }
    return this.#compiled.guardrails
  }

  #addDefaults(): void {
    const { environment, reader, writer } = this.#parts
    const known = new Set(store.listGuardrails(reader).map(({ name }) => name))
    // Looked up before the write lock is taken: opening a workspace must not wait for a busy writer.
    if (defaultGuardrails.every(({ name }) => known.has(name))) return
    const at = environment.clock.now().toISOString()
    writer.transaction((transaction) => store.addGuardrails(transaction, defaultGuardrails, at))
  }
}

function toView(guardrail: Guardrail): GuardrailView {
  const { id, name, stages, severity, action, rule, onError, enabled, description } = guardrail
  return {
    id,
    name,
    stages,
    severity,
    action,
    rule: { ...rule },
    onError,
    isEnabled: enabled,
    description,
  }
}

/** A result as the contract shows it: without the redaction map, which holds the secrets themselves. */
export function toCheckView({ action, violations, failures }: CheckResult): CheckResultView {
  return {
    action,
    violations,
    failures: failures.map(({ guardrailName, message }) => ({ guardrailName, message })),
  }
}

function unknownGuardrail(name: string, guardrails: Guardrail[]): GalleyError {
  const suggestion = nearestName(
    name,
    guardrails.map((guardrail) => guardrail.name),
  )
  return new GalleyError('not_found', `There is no guardrail "${name}".`, {
    fix: suggestion === null ? 'See the list of guardrails.' : `Did you mean "${suggestion}"?`,
    where: { field: 'name' },
    ...(suggestion === null ? {} : { suggestion }),
  })
}
