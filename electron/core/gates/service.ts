import { GalleyError } from '#shared/contract/errors.ts'
import type { Gate, GateVerdict, GivenVerdict } from '#shared/contract/gate.ts'
import { evaluateGate, reasonOf } from '#shared/domain/comparison/gate.ts'
import { nearestName } from '#shared/domain/names/nearest.ts'
import type { Input } from '../inputs.ts'
import { findBaseline } from './baseline.ts'
import type { GateParts } from './ports.ts'
import * as store from './store.ts'

/** Metrics of which less is better. */
const lowerIsBetter = ['latency', 'cost']

/** What a run must show before a label may move, and what gates said of runs. */
export class GateService {
  readonly #parts: GateParts

  constructor(parts: GateParts) {
    this.#parts = parts
  }

  list({ template, label }: Input<'gate', 'list'>): { items: Gate[] } {
    const { reader, templates } = this.#parts
    const id = template === undefined ? null : templates.get({ template }).id
    const items = store
      .listGates(reader)
      .filter((one) => id === null || one.templateId === null || one.templateId === id)
      .filter((one) => label === undefined || one.label === label)
    return { items: items.map((one) => this.#toGate(one)) }
  }

  get({ gate }: { gate: string }): Gate {
    return this.#toGate(this.#require(gate))
  }

  create({ template, ...input }: Input<'gate', 'create'>): Gate {
    const { environment, templates } = this.#parts
    const createdAt = environment.clock.now().toISOString()
    const templateId = template === undefined ? null : templates.get({ template }).id
    const gate = { ...input, id: environment.newId(), templateId, createdAt, updatedAt: createdAt }
    return this.#write(gate, 'was made', (transaction) => {
      this.#refuseTaken(gate)
      store.insertGate(transaction, gate)
    })
  }

  update({ gate: ref, ...changes }: Input<'gate', 'update'>): Gate {
    const given = Object.fromEntries(
      Object.entries(changes).filter(([, value]) => value !== undefined),
    )
    const updatedAt = this.#parts.environment.clock.now().toISOString()
    const gate = { ...this.#require(ref), ...given, updatedAt }
    return this.#write(gate, 'was changed', (transaction) => {
      this.#refuseTaken(gate)
      store.updateGate(transaction, gate)
    })
  }

  remove({ gate: ref }: { gate: string }): Gate {
    const gate = this.#require(ref)
    return this.#write(gate, 'was removed', (transaction) => store.deleteGate(transaction, gate.id))
  }

  /** Judges a column and stores the verdict: evidence that a promotion can be given. */
  evaluate({ gate: ref, run, column, baseline }: Input<'gate', 'evaluate'>): GateVerdict {
    const { environment, writer, runs, changes } = this.#parts
    const gate = this.#require(ref)
    const measured = runs.measured({ run, column }, 'column')
    refuseForeign(gate, measured.column)
    const needsBaseline = gate.rules.some(({ kind }) => kind === 'baseline')
    const place = needsBaseline
      ? (baseline ?? findBaseline(this.#parts, measured, gate.label))
      : null
    const compared = place === null ? null : runs.measured(place, 'baseline')
    const found = evaluateGate(
      { rules: gate.rules, minCases: gate.minCases, lowerIsBetter },
      measured.outcomes,
      compared?.outcomes ?? null,
    )
    const createdAt = environment.clock.now().toISOString()
    const outcome = { name: gate.name, isPassed: found.isPassed, reason: reasonOf(found) }
    const verdict: GateVerdict = {
      id: environment.newId(),
      gateId: gate.id,
      gateName: gate.name,
      run: measured.run.id,
      column: measured.column.key,
      baseline: compared && {
        run: compared.run.id,
        column: compared.column.key,
        version: compared.column.version,
      },
      isPassed: found.isPassed,
      reason: outcome.reason,
      rules: found.rules.map((one) => ({ ...one, rule: ruleOf(gate, one.rule) })),
      evidence: { ...runs.evidence(measured), gate: outcome, evaluatedAt: createdAt },
      createdAt,
    }
    writer.transaction((transaction) => store.insertVerdict(transaction, measured.seq, verdict))
    changes.emit('run', measured.run.id)
    return verdict
  }

  listVerdicts({ run }: Input<'gate', 'listVerdicts'>): { items: GateVerdict[] } {
    return { items: store.listVerdicts(this.#parts.reader, this.#parts.runs.seqOf(run)) }
  }

  listNewest({ template, gate }: Input<'gate', 'listNewest'>): { items: GivenVerdict[] } {
    const { reader, templates } = this.#parts
    const items = store.newestVerdicts(reader, {
      templateId: template === undefined ? null : templates.get({ template }).id,
      gateId: gate === undefined ? null : this.#require(gate).id,
    })
    return { items }
  }

  #write(
    gate: store.StoredGate,
    what: string,
    work: Parameters<GateParts['writer']['transaction']>[0],
  ): Gate {
    const { writer, activity, changes } = this.#parts
    writer.transaction((transaction) => {
      work(transaction)
      activity.record(transaction, { noun: 'gate', id: gate.id, name: gate.name, what })
    })
    changes.emit('gate', gate.id)
    return this.#toGate(gate)
  }

  #require(ref: string): store.StoredGate {
    const found = store.findGate(this.#parts.reader, ref)
    if (found !== undefined) return found
    const names = store.listGates(this.#parts.reader).map(({ name }) => name)
    const suggestion = nearestName(ref, names)
    throw new GalleyError('not_found', `There is no gate "${ref}".`, {
      fix: suggestion === null ? 'See the list of gates.' : `Did you mean "${suggestion}"?`,
      where: { field: 'gate' },
      ...(suggestion === null ? {} : { suggestion }),
    })
  }

  #refuseTaken({ id, name }: store.StoredGate): void {
    const other = store.findGate(this.#parts.reader, name)
    if (other === undefined || other.id === id) return
    throw new GalleyError('already_exists', `There is a gate "${name}" already.`, {
      fix: 'Choose another name, or change that one.',
      where: { field: 'name' },
    })
  }

  #toGate(gate: store.StoredGate): Gate {
    const { templateId } = gate
    const { templates } = this.#parts
    const templateName = templateId === null ? null : templates.get({ template: templateId }).name
    return { ...gate, templateName }
  }
}

/** The rule as the gate has it, beside what was found of it. */
const ruleOf = ({ rules }: store.StoredGate, judged: object): Gate['rules'][number] =>
  rules.find((rule) => rule === judged) ?? (judged as Gate['rules'][number])

/** A gate of one template says nothing about another. */
function refuseForeign(
  { name, templateId }: store.StoredGate,
  column: { templateId: string; templateName: string },
): void {
  if (templateId === null || templateId === column.templateId) return
  throw new GalleyError(
    'invalid_input',
    `The gate "${name}" is of another template than ${column.templateName}.`,
    { fix: 'Choose a gate of this template, or one for all.', where: { field: 'gate' } },
  )
}
