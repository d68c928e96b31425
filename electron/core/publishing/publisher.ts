import type {
  AuditEntry,
  PublishAction,
  PublishedVersion,
  PublishOutcome,
  PublishPlan,
} from '#shared/contract/publishing.ts'
import type { Remote } from '#shared/contract/remote.ts'
import { decodeCursor, type Page, pageFrom } from '../db/paging.ts'
import type { OutboxRow } from '../db/tables/publishing.ts'
import type { Input } from '../inputs.ts'
import { noSuchVersion } from './conflicts.ts'
import { lineOf } from './lineage.ts'
import { movesBefore } from './outbox/order.ts'
import type { Sender } from './outbox/sender.ts'
import { takeEntry } from './outbox/store.ts'
import type { PublishingParts } from './parts.ts'
import { makePlan } from './plan.ts'
import { carryOutDue } from './promotions/store.ts'
import { deactivate, listAudit, listPublished } from './published.ts'
import type { RemoteConnections } from './remotes/connections.ts'
import type { RemoteService } from './remotes/service.ts'
import { findSeenLabel, rememberAllLabels, rememberLabel } from './remotes/store.ts'
import { type MoveRequest, publishRequest, type StoreRequest } from './request.ts'

/** Publishing: versions to a shared store, and labels there. */
export class PublishingService {
  readonly #parts: PublishingParts
  readonly #remotes: RemoteService
  readonly #connections: RemoteConnections
  readonly #sender: Sender

  constructor(
    parts: PublishingParts,
    remotes: RemoteService,
    connections: RemoteConnections,
    sender: Sender,
  ) {
    this.#parts = parts
    this.#remotes = remotes
    this.#connections = connections
    this.#sender = sender
  }

  /** Also carries out what is due, and refreshes what this workspace remembers of the labels. */
  async list(input: Input<'publishing', 'list'>): Promise<{ items: PublishedVersion[] }> {
    const remote = this.#remotes.require(input.remote)
    const all = await this.#connections.withStore(remote, async (client) => {
      await carryOutDue(client)
      return listPublished(client)
    })
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
    const { writer, environment, templates } = this.#parts
    const remote = this.#remotes.require(input.remote)
    const template = templates.get(input)
    const version = templates.getVersion(input)
    const evidence = this.#evidence(input, version.contentHash)
    const plan = await this.#connections.withStore(remote, (client) =>
      makePlan(client, template, lineOf(templates, version), { label: input.label, evidence }),
    )
    const { current } = plan
    if (current !== null) {
      const at = environment.clock.now().toISOString()
      const { templateName, versionId, version: number } = current
      const seen = { templateName, label: input.label, versionId, version: number }
      writer.transaction((transaction) => rememberLabel(transaction, remote.id, seen, at))
    }
    return plan
  }

  /**
   * One transaction in the store: version, label, evidence, audit, notice; at its time where one is
   * given. Written to the outbox first, so that it is safe to repeat after any failure. Throws `conflict`
   * when the label does not stand where the caller (or else this workspace) last saw it.
   */
  publish(input: Input<'publishing', 'publish'>): Promise<PublishOutcome> {
    const action = input.effectiveFrom === undefined ? 'publish' : 'schedule'
    const { effectiveFrom, effectiveUntil } = input
    return this.#submit(input, action, {
      ...this.#expected(input),
      ...(effectiveFrom === undefined ? {} : { effectiveFrom }),
      ...(effectiveUntil === undefined ? {} : { effectiveUntil }),
    })
  }

  propose(input: Input<'publishing', 'propose'>): Promise<PublishOutcome> {
    return this.#submit(input, 'propose', {})
  }

  async rollBack(input: Input<'publishing', 'rollBack'>): Promise<PublishOutcome> {
    const remote = this.#remotes.require(input.remote)
    const key = input.idempotencyKey ?? this.#parts.environment.newId()
    const request: MoveRequest = {
      key,
      action: 'roll_back',
      name: input.templateName,
      label: input.label,
      version: input.toVersion ?? null,
      actor: this.#parts.environment.author,
      reason: input.reason,
    }
    return this.#sender.send(this.#enter(remote, request, null), false)
  }

  /** `production` and "active" are the same thing said by two generations of services. */
  activate({ version, ...input }: Input<'publishing', 'activate'>): Promise<PublishOutcome> {
    return this.rollBack({ ...input, toVersion: version, label: 'production' })
  }

  async deactivate(input: Input<'publishing', 'deactivate'>): Promise<PublishedVersion> {
    const { environment, changes } = this.#parts
    const remote = this.#remotes.require(input.remote)
    const actor = environment.author
    const version = await this.#connections.withStore(remote, (client) =>
      deactivate(client, { ...input, actor }),
    )
    if (version === null) throw noSuchVersion(input.templateName, input.version)
    changes.emit('publishing', version.versionId)
    return version
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

  async #submit(
    input: Input<'publishing', 'propose'>,
    action: Exclude<PublishAction, 'roll_back'>,
    target: { expected?: string | null; effectiveFrom?: string; effectiveUntil?: string },
  ): Promise<PublishOutcome> {
    const { environment, templates } = this.#parts
    const remote = this.#remotes.require(input.remote)
    const version = templates.getVersion(input)
    const evidence = this.#evidence(input, version.contentHash)
    const request = publishRequest(templates.get(input), version, {
      key: input.idempotencyKey ?? environment.newId(),
      action,
      label: input.label,
      actor: environment.author,
      reason: input.reason,
      ...(evidence === undefined ? {} : { evidence }),
      ...target,
    })
    return this.#sender.send(this.#enter(remote, request, version.id), false)
  }

  /** Into the outbox before anything is sent. A key that the caller chose is the caller's to repeat. */
  #enter(remote: Remote, request: StoreRequest, versionId: string | null): OutboxRow {
    const { environment, writer } = this.#parts
    const at = environment.clock.now().toISOString()
    const entry: OutboxRow = {
      key: request.key,
      remoteId: remote.id,
      action: request.action,
      templateName: request.name,
      label: request.label,
      version: request.version,
      versionId,
      requestJson: JSON.stringify(request),
      state: 'waiting',
      attempts: 0,
      nextAttemptAt: at,
      problemJson: null,
      createdAt: at,
    }
    return writer.transaction((transaction) => takeEntry(transaction, entry))
  }

  #evidence(
    { evidence, label }: Pick<Input<'publishing', 'plan'>, 'evidence' | 'label'>,
    hash: string,
  ) {
    return evidence ?? this.#parts.evidenceFor(hash, label)
  }

  /**
   * Where the label must stand: as the caller says, else where what waits in the outbox will have left it,
   * else as this workspace last saw it, else anywhere.
   */
  #expected(input: Input<'publishing', 'publish'>) {
    if (input.expectedVersionId !== undefined) return { expected: input.expectedVersionId }
    const { reader, templates } = this.#parts
    const { name } = templates.get(input)
    const remote = this.#remotes.require(input.remote)
    const { id } = templates.getVersion(input)
    const target = { remoteId: remote.id, templateName: name, label: input.label }
    const ahead = movesBefore(reader, target, ({ versionId }) => versionId === id).at(-1)
    if (ahead?.versionId) return { expected: ahead.versionId }
    const seen = findSeenLabel(reader, remote.id, name, input.label)
    return seen === undefined ? {} : { expected: seen.versionId }
  }
}
