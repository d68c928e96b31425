import type { ExperimentId, TemplateId } from '#shared/contract/base.ts'
import { GalleyError } from '#shared/contract/errors.ts'
import type { ExperimentDesign } from '#shared/contract/experiment/design.ts'
import type { Experiment } from '#shared/contract/experiment/experiment.ts'
import { nearestName } from '#shared/domain/names/nearest.ts'
import { decodeCursor, type Page, pageFrom } from '../db/paging.ts'
import type { Input } from '../inputs.ts'
import type { ExperimentParts, VersionLookup } from './parts.ts'
import * as store from './store.ts'

type Parts = Pick<
  ExperimentParts,
  'environment' | 'reader' | 'writer' | 'activity' | 'changes' | 'templates'
>

/** Experiments of this workspace: drafts, and what is remembered of live ones. */
export class ExperimentDrafts {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Throws `not_found` for an unknown template. */
  list({ status, template, cursor, limit }: Input<'experiment', 'list'>): Page<Experiment> {
    const { reader, templates } = this.#parts
    const key = decodeCursor(cursor, ['number'])
    const before = key === null ? null : Number(key[0])
    const templateId = template === undefined ? null : templates.get({ template }).id
    const wanted = { status: status ?? null, templateId, before, limit: limit + 1 }
    const rows = store.listRows(reader, wanted)
    return pageFrom(
      rows,
      limit,
      ({ seq }) => [seq],
      (row) => this.view(row),
    )
  }

  /** Throws `already_exists` for a taken name, `not_found` for an unknown template or version. */
  create({ name, description, template, design }: Input<'experiment', 'create'>): Experiment {
    const { environment, reader, writer, templates } = this.#parts
    const { id: templateId } = templates.get({ template })
    const at = environment.clock.now().toISOString()
    const row = {
      id: environment.newId(),
      name,
      description,
      templateId,
      status: 'draft' as const,
      design: keep(templates, template, design),
      remote: null,
      seen: null,
      reason: '',
      createdBy: environment.author,
      createdAt: at,
      updatedAt: at,
    }
    writer.transaction((transaction) => {
      if (store.findRow(reader, name) !== undefined) throw nameTaken(name)
      store.insertRow(transaction, row)
      this.#record(transaction, row, 'was drafted')
    })
    this.#parts.changes.emit('experiment', row.id)
    return this.view(this.require(name))
  }

  /** Throws `invalid_input` for anything but a draft. */
  update(input: Input<'experiment', 'update'>): Experiment {
    const { environment, reader, writer, templates } = this.#parts
    const { experiment, newName, description, template, design } = input
    const changed = writer.transaction((transaction) => {
      const row = this.require(experiment)
      if (row.status !== 'draft') throw notADraft(row)
      const name = newName ?? row.name
      if (name !== row.name && store.findRow(reader, name) !== undefined) throw nameTaken(name)
      const templateId = template === undefined ? row.templateId : templates.get({ template }).id
      // Another template has other versions: the arms are read again in any case.
      const wanted = design ?? (template === undefined ? null : this.#designOf(row))
      const next = {
        ...row,
        name,
        description: description ?? row.description,
        templateId,
        design: wanted === null ? row.design : keep(templates, templateId, wanted),
        updatedAt: environment.clock.now().toISOString(),
      }
      store.updateRow(transaction, next)
      this.#record(transaction, next, 'was changed')
      return next
    })
    this.#parts.changes.emit('experiment', changed.id)
    return this.view(changed)
  }

  /** A draft that will never go live. */
  cancel(row: store.ExperimentRow, reason: string): Experiment {
    return this.remember({ ...row, status: 'cancelled', reason }, 'was cancelled')
  }

  /** Stores what became of an experiment; `what` is a phrase for the activity, null for a mere refresh. */
  remember(row: store.ExperimentRow, what: string | null): Experiment {
    const { environment, writer } = this.#parts
    const next = { ...row, updatedAt: environment.clock.now().toISOString() }
    writer.transaction((transaction) => {
      store.updateRow(transaction, next)
      if (what !== null) this.#record(transaction, next, what)
    })
    if (what !== null) this.#parts.changes.emit('experiment', next.id)
    return this.view(next)
  }

  find(name: string): store.ExperimentRow | undefined {
    return store.findRow(this.#parts.reader, name)
  }

  /** Throws `not_found` with the nearest name. */
  require(name: string): store.ExperimentRow {
    return this.find(name) ?? this.#throwUnknown(name)
  }

  #throwUnknown(name: string): never {
    const suggestion = nearestName(name, store.listNames(this.#parts.reader))
    throw new GalleyError('not_found', `There is no experiment "${name}" in this workspace.`, {
      fix:
        suggestion === null
          ? 'Name the remote where it runs, or see the list of experiments.'
          : `Did you mean "${suggestion}"?`,
      where: { field: 'experiment' },
      ...(suggestion === null ? {} : { suggestion }),
    })
  }

  /** As the contract shows it: from what the store said last, or from the draft. */
  view(row: store.ExperimentRow): Experiment {
    const design = this.#designOf(row)
    const base = { design, name: row.name, description: row.description, remote: row.remote }
    if (row.seen !== null) return { ...row.seen, ...base, id: row.id as ExperimentId }
    return {
      ...base,
      id: row.id as ExperimentId,
      templateName: this.#parts.templates.get({ template: row.templateId }).name,
      status: row.status,
      arms: design.arms,
      phase: null,
      isLegacy: false,
      verdict: null,
      winner: null,
      reason: row.reason,
      createdBy: row.createdBy,
      createdAt: row.createdAt,
      updatedAt: row.updatedAt,
      startedAt: null,
      endedAt: row.status === 'cancelled' ? row.updatedAt : null,
    }
  }

  #designOf({ design }: store.ExperimentRow): ExperimentDesign {
    const arms = design.arms.map(({ key, weightBp, versionId }) => {
      const version = this.#parts.templates.findVersionById(versionId)
      if (version === undefined) throw new Error(`The version ${versionId} of an arm is gone.`)
      return { key, weightBp, version: version.number }
    })
    return { ...design, arms }
  }

  #record(
    transaction: Parameters<ExperimentParts['activity']['record']>[0],
    { id, name }: Pick<store.ExperimentRow, 'id' | 'name'>,
    what: string,
  ): void {
    this.#parts.activity.record(transaction, { noun: 'experiment', id, name, what })
  }
}

/** Throws `not_found` for a version that the template does not have. */
function keep(
  templates: VersionLookup,
  template: string | TemplateId,
  design: ExperimentDesign,
): store.KeptDesign {
  const arms = design.arms.map(({ key, weightBp, version }) => ({
    key,
    weightBp,
    versionId: templates.getVersion({ template, version }).id,
  }))
  return { ...design, arms }
}

function nameTaken(name: string): GalleyError {
  return new GalleyError('already_exists', `There is already an experiment "${name}".`, {
    fix: 'Choose another name.',
    where: { field: 'name' },
  })
}

function notADraft({ name, status }: store.ExperimentRow): GalleyError {
  return new GalleyError(
    'invalid_input',
    `The experiment "${name}" is ${status}: only a draft can be changed.`,
    { fix: 'Make a new experiment, or change coverage or weights of this one.' },
  )
}
