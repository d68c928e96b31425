import type pg from 'pg'
import type { VersionId } from '#shared/contract/base.ts'
import { GalleyError } from '#shared/contract/errors.ts'
import type {
  AuditEntry,
  PublishedVersion,
  PublishOutcome,
  PublishPlan,
} from '#shared/contract/publishing.ts'
import type { Remote } from '#shared/contract/remote.ts'
import { decodeCursor, type Page, pageFrom } from '../db/paging.ts'
import type { Input } from '../inputs.ts'
import { conflictError, nothingToReturnTo } from './conflicts.ts'
import type { RemoteConnections } from './connections.ts'
import { settleKey, takeKey } from './outbox.ts'
import { outcomeSchema, type StoreOutcome } from './outcome.ts'
import type { PublishingParts, Version } from './parts.ts'
import { makePlan } from './plan.ts'
import { findPublished, isProtected, listAudit, listPublished } from './published.ts'
import { findSeenLabel, rememberAllLabels, rememberLabel } from './remote-store.ts'
import type { RemoteService } from './remotes.ts'
import { type MoveRequest, type PublishRequest, publishRequest } from './request.ts'

type Settled = Extract<StoreOutcome, { kind: 'published' }>

/** Publishing: versions to a shared store, and labels there. */
export class PublishingService {
  readonly #parts: PublishingParts
  readonly #remotes: RemoteService
  readonly #connections: RemoteConnections

  constructor(parts: PublishingParts, remotes: RemoteService, connections: RemoteConnections) {
    this.#parts = parts
    this.#remotes = remotes
    this.#connections = connections
  }

  /** Also refreshes what this workspace remembers of the labels. */
  async list(input: Input<'publishing', 'list'>): Promise<{ items: PublishedVersion[] }> {
    const remote = this.#remotes.require(input.remote)
    const all = await this.#connections.withStore(remote, (client) =>
      listPublished(client, undefined),
    )
    const { writer, environment } = this.#parts
    const seen = all.flatMap(({ templateName, labels, versionId, version }) =>
      labels.map((label) => ({ templateName, label, versionId, version })),
    )
    const at = environment.clock.now().toISOString()
    writer.transaction((transaction) => rememberAllLabels(transaction, remote.id, seen, at))
    const wanted = input.templateName
    return {
      items: all.filter(({ templateName }) => wanted === undefined || templateName === wanted),
    }
  }

  /** What publishing would do. Where the label stands now is then what a publish expects. */
  async plan(input: Input<'publishing', 'plan'>): Promise<PublishPlan> {
    const remote = this.#remotes.require(input.remote)
    const template = this.#parts.templates.get(input)
    const version = this.#parts.templates.getVersion(input)
    const plan = await this.#connections.withStore(remote, (client) =>
      makePlan(client, template, version, input.label),
    )
    if (plan.current !== null) this.#remember(remote, input.label, plan.current)
    return plan
  }

  /**
   * One transaction in the store: version, label, audit, notice. Safe to repeat after any failure: as
   * long as no answer came, the same publish carries the same key. Throws `conflict` when the label does
   * not stand where the caller (or else this workspace) last saw it.
   */
  async publish(input: Input<'publishing', 'publish'>): Promise<PublishOutcome> {
    const { environment, writer, templates } = this.#parts
    const remote = this.#remotes.require(input.remote)
    const template = templates.get(input)
    const version = templates.getVersion(input)
    const expected = this.#expected(remote, template.name, input)
    const target = { remoteId: remote.id, versionId: version.id, label: input.label }
    const draft = {
      label: input.label,
      actor: environment.author,
      reason: input.reason,
      ...expected,
    }
    // Refuses what cannot be published before a key is written down for it.
    publishRequest(template, version, { ...draft, key: '' })
    const at = environment.clock.now().toISOString()
    const fresh = input.idempotencyKey ?? environment.newId()
    const key = input.idempotencyKey ?? writer.transaction((t) => takeKey(t, target, fresh, at))
    const request = publishRequest(template, version, { ...draft, key })
    const outcome = await this.#send(remote, request).catch((error) => {
      // Only a store that could not be reached may have done it all the same.
      const isOpen = error instanceof GalleyError && error.code === 'remote_unreachable'
      if (!isOpen) writer.transaction((transaction) => settleKey(transaction, key))
      throw error
    })
    writer.transaction((transaction) => settleKey(transaction, key))
    const published = this.#accept(remote, outcome, request)
    const renumberedFrom = this.#renumber(version, published.version, template.latestVersion)
    return this.#finish(remote, published, { ...request, renumberedFrom })
  }

  async rollBack(input: Input<'publishing', 'rollBack'>): Promise<PublishOutcome> {
    const remote = this.#remotes.require(input.remote)
    const request: MoveRequest = {
      action: 'roll_back',
      name: input.templateName,
      label: input.label,
      version: input.toVersion ?? null,
      actor: this.#parts.environment.author,
      reason: input.reason,
    }
    const outcome = await this.#send(remote, request).catch((error) => {
      throw (error as { code?: unknown }).code === 'P0002' ? nothingToReturnTo(request) : error
    })
    return this.#finish(remote, this.#accept(remote, outcome, request), request)
  }

  async listAudit(input: Input<'publishing', 'listAudit'>): Promise<Page<AuditEntry>> {
    const remote = this.#remotes.require(input.remote)
    const before = decodeCursor(input.cursor, ['string'])?.[0]
    const wanted = {
      templateName: input.templateName ?? null,
      before: before === undefined ? null : String(before),
      limit: input.limit + 1,
    }
    const rows = await this.#connections.withStore(remote, (client) => listAudit(client, wanted))
    return pageFrom(
      rows,
      input.limit,
      ({ id }) => [id],
      (entry) => entry,
    )
  }

  /** Where the label must stand: as the caller says, else as this workspace last saw it, else anywhere. */
  #expected(remote: Remote, name: string, input: Input<'publishing', 'publish'>) {
    if (input.expectedVersionId !== undefined) return { expected: input.expectedVersionId }
    const seen = findSeenLabel(this.#parts.reader, remote.id, name, input.label)
    return seen === undefined ? {} : { expected: seen.versionId }
  }

  #send(remote: Remote, request: PublishRequest | MoveRequest): Promise<StoreOutcome> {
    return this.#connections.withStore(remote, async (client: pg.PoolClient) => {
      const door = (await isProtected(client, request.label))
        ? 'publish_protected'
        : 'publish_version'
      const { rows } = await client.query(`select galley.${door}($1::jsonb) as outcome`, [
        JSON.stringify(request),
      ])
      return outcomeSchema.parse(rows[0]?.outcome)
    })
  }

  #accept(remote: Remote, outcome: StoreOutcome, request: PublishRequest | MoveRequest): Settled {
    if (outcome.kind === 'published') return outcome
    const { current } = outcome
    const { name, label } = request
    if (current !== null) {
      const { versionId, version } = current
      this.#remember(remote, label, { templateName: name, versionId, version })
    }
    throw conflictError(request, current)
  }

  /** Gives the version here the number it got there, where that is possible: numbers only move up. */
  #renumber(version: Version, number: number, latest: number | null): number | null {
    if (number === version.number || number <= (latest ?? 0)) return null
    this.#parts.templates.renumberVersion(version, number - 1)
    return version.number
  }

  async #finish(
    remote: Remote,
    { versionId, version, previous, isReplay }: Settled,
    request: { name: string; label: string; action: string; renumberedFrom?: number | null },
  ): Promise<PublishOutcome> {
    const { name, label } = request
    const { writer, activity, changes } = this.#parts
    this.#remember(remote, label, { templateName: name, versionId, version })
    const verb = request.action === 'publish' ? 'was published to' : 'was rolled back in'
    const what = `version ${version} ${verb} "${remote.name}" as ${label}`
    writer.transaction((transaction) => {
      activity.record(transaction, { noun: 'publishing', id: versionId, name, what })
    })
    changes.emit('publishing', versionId)
    const published = await this.#connections.withStore(remote, (c) => findPublished(c, versionId))
    if (published === null)
      throw new Error(`The published version ${versionId} is not in the store.`)
    return {
      published,
      label,
      previousVersion: previous?.version ?? null,
      isReplay,
      renumberedFrom: request.renumberedFrom ?? null,
    }
  }

  #remember(
    remote: Remote,
    label: string,
    seen: Pick<PublishedVersion, 'templateName' | 'version'> & { versionId: string | VersionId },
  ): void {
    const { writer, environment } = this.#parts
    const { templateName, versionId, version } = seen
    const at = environment.clock.now().toISOString()
    writer.transaction((transaction) =>
      rememberLabel(transaction, remote.id, { templateName, label, versionId, version }, at),
    )
  }
}
