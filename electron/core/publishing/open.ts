import type pg from 'pg'
import type { LabelSource } from '../templates/parts.ts'
import { RemoteConnections, secretKey } from './connections.ts'
import type { PublishingParts } from './parts.ts'
import { PromotionService } from './promotions.ts'
import { PublishingService } from './publisher.ts'
import { PullService } from './pull.ts'
import { listObjects } from './pull-store.ts'
import { countSeenLabels, labelsOfTemplates, namesWithLabel } from './remote-store.ts'
import { RemoteService } from './remotes.ts'
import { OutboxService } from './replay.ts'
import { publishRequest } from './request.ts'
import { RollupReader } from './rollups.ts'
import { outboxRouter, promotionRouter, publishingRouter, remoteRouter } from './router.ts'
import { readSteps } from './schema/files.ts'
import { Sender } from './sender.ts'

/** Shared stores and publishing to them. Nothing is connected or started before it is needed. */
export function openPublishing(parts: PublishingParts) {
  const steps = readSteps(parts.environment.resources.postgresMigrations)
  const connections = new RemoteConnections(parts.environment, steps)
  const remotes = new RemoteService(parts, connections, steps)
  const sender = new Sender(parts, remotes, connections)
  const publishing = new PublishingService(parts, remotes, connections, sender)
  const promotions = new PromotionService(parts, remotes, connections)
  const outbox = new OutboxService(parts, sender)
  connections.onReached = ({ id }) => outbox.reached(id)
  return {
    remoteRouter: remoteRouter(remotes),
    publishingRouter: publishingRouter(publishing, new PullService(parts, remotes, connections)),
    promotionRouter: promotionRouter(promotions),
    outboxRouter: outboxRouter(outbox),
    /** Where the secret store keeps the logins of these remotes. */
    secretKeys: () => remotes.list().items.map(secretKey),
    /** Sends what waits, now and whenever its time comes. */
    startReplaying: () => outbox.start(),
    /** Sends what is due now, once; gives how many the store took. */
    replayDue: () => outbox.replayDue(),
    /** Statistics for analytics. */
    rollups: new RollupReader(parts, remotes, connections),
    /** Experiments as the last pull saw them, for when the store cannot be reached. */
    pulledExperiments: (name: string) =>
      listObjects(parts.reader, remotes.require(name).id, 'experiment'),
    /** The guardrails of shared stores as the last pull saw them. */
    pulledGuardrails: () =>
      remotes
        .list()
        .items.flatMap(({ id, name: remote }) =>
          listObjects(parts.reader, id, 'guardrail').map((one) => ({ ...one, remote })),
        ),
    /** For nouns that read a shared store, e.g. executions. */
    withRemote: <Result>(name: string, work: (client: pg.PoolClient) => Promise<Result>) =>
      connections.withStore(remotes.require(name), work),
    /** A local version as `galley.take_version` takes it, for nouns that publish with something else. */
    publishable: (ref: { template: string; version: number }) => {
      const target = { key: '', action: 'publish', label: '', actor: '', reason: '' } as const
      const version = parts.templates.getVersion(ref)
      return { ...publishRequest(parts.templates.get(ref), version, target) }
    },
    /** What a production service would be given, for tests and the demo. */
    connectionString: (name: string) => connections.connectionString(remotes.require(name)),
    close: async () => {
      await outbox.close()
      await connections.close()
    },
  }
}

/** Labels as last seen, for the list of templates. */
export const seenLabels = (reader: PublishingParts['reader']): LabelSource => ({
  labelsOf: (ids) => labelsOfTemplates(reader, ids),
  namesWith: (label) => namesWithLabel(reader, label),
  counts: () => countSeenLabels(reader),
})
