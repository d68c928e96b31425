import type { LabelSource } from '../templates/parts.ts'
import { OutboxService } from './outbox/replay.ts'
import { Sender } from './outbox/sender.ts'
import type { PublishingParts } from './parts.ts'
import { PromotionService } from './promotions/service.ts'
import { PublishingService } from './publisher.ts'
import { PullService } from './pulling/pull.ts'
import { openRollups } from './pulling/rollups.ts'
import { listObjects } from './pulling/store.ts'
import { RemoteConnections, secretKey } from './remotes/connections.ts'
import { RemoteService } from './remotes/service.ts'
import { countSeenLabels, labelsOfTemplates, namesWithLabel } from './remotes/store.ts'
import type { WithRemote } from './remotes/with-remote.ts'
import { publishRequest } from './request.ts'
import { outboxRouter, promotionRouter, publishingRouter, remoteRouter } from './router.ts'
import { readSteps } from './schema/files.ts'
import { StandingTrials } from './trial/standing.ts'

/** Shared stores and publishing to them. Nothing is connected or started before it is needed. */
export function openPublishing(parts: PublishingParts) {
  const steps = readSteps(parts.environment.resources.postgresMigrations)
  const connections = new RemoteConnections(parts.environment, steps)
  const remotes = new RemoteService(parts, connections, steps)
  const sender = new Sender(parts, remotes, connections)
  const publishing = new PublishingService(parts, remotes, connections, sender)
  const withRemote: WithRemote = (name, work) => connections.withStore(remotes.require(name), work)
  const promotions = new PromotionService(parts, withRemote)
  const outbox = new OutboxService(parts, sender)
  const trials = new StandingTrials(parts, connections, () => remotes.list().items)
  connections.onReached = ({ id }) => outbox.reached(id)
  return {
    remoteRouter: remoteRouter(remotes),
    publishingRouter: publishingRouter(publishing, new PullService(parts, remotes, connections)),
    promotionRouter: promotionRouter(promotions),
    outboxRouter: outboxRouter(outbox),
    /** Where the secret store keeps the logins of these remotes. */
    secretKeys: () => remotes.list().items.map(secretKey),
    /** Trial stores answer, and what waits is sent, now and whenever its time comes. */
    stayOpen: () => {
      outbox.start()
      trials.start()
    },
    /** Sends what is due now, once; gives how many the store took. */
    replayDue: () => outbox.replayDue(),
    /** Statistics for analytics. */
    rollups: openRollups(parts, remotes, connections),
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
    withRemote,
    /** A local version as `galley.take_version` takes it, for nouns that publish with something else. */
    publishable: (ref: { template: string; version: number }) => {
      const target = { key: '', action: 'publish', label: '', actor: '', reason: '' } as const
      const version = parts.templates.getVersion(ref)
      return { ...publishRequest(parts.templates.get(ref), version, target) }
    },
    /** What a production service would be given, for tests and the demo. */
    connectionString: (name: string) => connections.connectionString(remotes.require(name)),
    close: async () => {
      await Promise.all([outbox.close(), trials.close()])
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
