import { GalleyError } from '#shared/contract/errors.ts'
import type { Experiment } from '#shared/contract/experiment/experiment.ts'
import type { Monitor } from '#shared/contract/experiment/monitor.ts'
import { decodeCursor, type Page, pageFrom } from '../../db/paging.ts'
import type { Input } from '../../inputs.ts'
import { openModel } from '../../models/registry.ts'
import type { ExperimentDrafts } from '../drafts.ts'
import { type ExperimentParts, nameOfTemplate } from '../parts.ts'
import { countByArm, judgeResponses, recordScores, sampleResponses } from './judge.ts'
import { findLive, listLive, startLive, steerLive } from './live-store.ts'
import { scopeOf, watchExperiment } from './monitor.ts'
import { type Shown, toExperiment } from './shown.ts'
import { startRequest } from './start.ts'

type ByName = { experiment: string; remote?: string | undefined }

/** Live experiments: what decides them is in a shared store, whoever started them. */
export class LiveExperiments {
  readonly #parts: ExperimentParts
  readonly #drafts: ExperimentDrafts

  constructor(parts: ExperimentParts, drafts: ExperimentDrafts) {
    this.#parts = parts
    this.#drafts = drafts
  }

  /** Newest first. */
  async list(
    remote: string,
    { cursor, limit, status, template }: Input<'experiment', 'list'>,
  ): Promise<Page<Experiment>> {
    const [at, id] = decodeCursor(cursor, ['string', 'string']) ?? []
    const before = at === undefined || id === undefined ? null : { at: String(at), id: String(id) }
    const statuses =
      status === undefined ? null : status === 'active' ? [status, 'running'] : [status]
    const templateName = nameOfTemplate(this.#parts.templates, template)
    const wanted = { statuses, before, templateName, limit: limit + 1 }
    const rows = await this.#parts.withRemote(remote, (client) =>
      listLive(client, { kind: 'experiment', ...wanted }),
    )
    const keyOf = ({ exactAt, shown }: (typeof rows)[number]) => [exactAt, shown.id]
    return pageFrom(rows, limit, keyOf, ({ shown }) => toExperiment(shown, remote))
  }

  async get(input: ByName): Promise<Experiment> {
    const remote = this.#remoteOf(input)
    const shown = await this.#parts.withRemote(remote, (client) =>
      findLive(client, input.experiment, 'experiment'),
    )
    return this.#remember(shown, remote, null)
  }

  /** One transaction in the store: the versions of the arms, the experiment, audit, notice. Safe to repeat. */
  async start({ experiment, remote, reason }: Input<'experiment', 'start'>): Promise<Experiment> {
    const { environment, withRemote, publishable } = this.#parts
    const row = this.#drafts.require(experiment)
    const draft = this.#drafts.view(row)
    const { design, templateName } = draft
    if (row.status !== 'draft' || design === null) throw notADraft(draft)
    // The id of the draft is the key: a start whose answer got lost is answered, not repeated.
    const act = { key: row.id, actor: environment.author, reason, at: this.#now().toISOString() }
    const request = startRequest(
      { ...draft, design },
      (version) => publishable({ template: templateName, version }),
      act,
    )
    const shown = await withRemote(remote, (client) => startLive(client, request))
    return this.#remember(shown, remote, `was started in "${remote}"`)
  }

  /** `what` is a phrase for the activity. Throws what the store refuses, in words. */
  async steer(
    input: ByName & { reason?: string },
    action: string,
    what: string,
    details: Record<string, unknown> = {},
  ): Promise<Experiment> {
    const remote = this.#remoteOf(input)
    const request = {
      ...details,
      name: input.experiment,
      action,
      actor: this.#parts.environment.author,
      reason: input.reason ?? '',
      at: this.#now().toISOString(),
    }
    const shown = await this.#parts.withRemote(remote, (client) => steerLive(client, request))
    return this.#remember(shown, remote, what)
  }

  async reweigh(input: Input<'experiment', 'reweigh'>): Promise<Experiment> {
    const { arms } = await this.get(input)
    const weights = Object.fromEntries(input.arms.map(({ key, weightBp }) => [key, weightBp]))
    const total = Object.values(weights).reduce((sum, bp) => sum + bp, 0)
    const isSame = arms.length === input.arms.length && arms.every(({ key }) => key in weights)
    if (!isSame || total !== 10_000) {
      throw new GalleyError(
        'invalid_input',
        `The new weights have to name the arms ${arms.map(({ key }) => key).join(', ')} and add up to 10,000 basis points.`,
        { where: { field: 'arms' }, fix: 'Give every arm its share.' },
      )
    }
    return this.steer(input, 'reweigh', 'got new weights', { weightsBp: weights })
  }

  /** With the look that is due, and what the design wants done by itself after it. */
  async status(
    input: Input<'experiment', 'status'>,
  ): Promise<{ experiment: Experiment; monitor: Monitor }> {
    const remote = this.#remoteOf(input)
    const { environment, withRemote } = this.#parts
    const now = this.#now()
    const found = await withRemote(remote, async (client) => {
      const shown = await findLive(client, input.experiment, 'experiment')
      const options = { now, takesLook: input.takesLook, actor: environment.author }
      const monitor = await watchExperiment(client, shown, toExperiment(shown, remote), options)
      return { shown, monitor }
    })
    const { kind } = found.monitor.verdict
    const seen = this.#remember({ ...found.shown, verdict: kind }, remote, null)
    const automatic = found.monitor.isNewLook ? await this.#automate(seen, found.monitor) : null
    return { experiment: automatic ?? seen, monitor: found.monitor }
  }

  /** Off unless the design says so. */
  async #automate(experiment: Experiment, { verdict }: Monitor): Promise<Experiment | null> {
    const automation = experiment.design?.automation
    const input = { experiment: experiment.name, remote: experiment.remote ?? '' }
    if (automation?.promotesWinner && verdict.kind === 'winner' && verdict.winner !== null) {
      const reason = `By itself: ${verdict.explanation}`
      const details = { arm: verdict.winner }
      return this.steer(
        { ...input, reason },
        'declare_winner',
        'promoted its winner by itself',
        details,
      )
    }
    if (automation?.stopsHarmful && (verdict.kind === 'harmful' || verdict.kind === 'guardrail')) {
      const reason = `By itself: ${verdict.explanation}`
      const details = { arm: experiment.arms[0]?.key }
      return this.steer({ ...input, reason }, 'keep_control', 'was stopped by itself', details)
    }
    return null
  }

  /** Looks first: the verdict that counts is that of now. Throws `gate_failed` where it does not allow it. */
  async declareWinner(input: Input<'experiment', 'declareWinner'>): Promise<Experiment> {
    const overrideReason = input.overrideReason?.trim() ?? ''
    const { experiment, monitor } = await this.status({ ...input, takesLook: true })
    if (experiment.status === 'completed') return experiment
    const arm = input.arm ?? monitor.verdict.winner
    if (arm === null || !experiment.arms.some(({ key }) => key === arm)) {
      throw new GalleyError(
        arm === null ? 'gate_failed' : 'invalid_input',
        arm === null
          ? `No arm of "${experiment.name}" is a winner (${monitor.verdict.kind}): ${monitor.verdict.explanation}`
          : `"${experiment.name}" has no arm "${arm}".`,
        {
          fix: 'Wait for the verdict, or name an arm and a reason to override it.',
          where: { field: 'arm' },
          details: { verdict: monitor.verdict },
        },
      )
    }
    const details = { arm, ...(overrideReason === '' ? {} : { overrideReason }) }
    const evidence = { verdict: monitor.verdict, look: monitor.look }
    return this.steer(
      { ...input, reason: overrideReason || monitor.verdict.explanation },
      'declare_winner',
      `has the winner ${arm}`,
      { ...details, evidence },
    )
  }

  /** Scores a sample of recorded responses and keeps the scores as outcomes: a metric like any other. */
  async judge(
    { outcome, model: ref, rubric, perArm, ...input }: Input<'experiment', 'judge'>,
    signal: AbortSignal,
  ) {
    const { providers, withRemote } = this.#parts
    const remote = this.#remoteOf(input)
    // Refused before anything is read, should there be no such model.
    const model = openModel(ref, null, providers)
    const sample = await withRemote(remote, async (client) => {
      const shown = await findLive(client, input.experiment, 'experiment')
      const scope = scopeOf(shown, toExperiment(shown, remote), this.#now())
      return { arms: scope.arms, rows: await sampleResponses(client, scope, outcome, perArm) }
    })
    const { scores, failed, costUsd } = await judgeResponses(model, rubric, sample.rows, signal)
    await withRemote(remote, (client) => recordScores(client, outcome, scores))
    return { judged: countByArm(sample.arms, scores), failed, costUsd }
  }

  #now(): Date {
    return this.#parts.environment.clock.now()
  }

  /** That of the call, else where this workspace started it. Throws where there is none. */
  #remoteOf({ experiment, remote }: ByName): string {
    if (remote !== undefined) return remote
    const row = this.#drafts.require(experiment)
    if (row.remote !== null) return row.remote
    throw new GalleyError(
      'invalid_input',
      `"${experiment}" is ${row.status === 'draft' ? 'a draft' : row.status}: it was never started.`,
      { fix: 'Start it in a remote first.', where: { field: 'experiment' } },
    )
  }

  /** Keeps what the store says where the experiment is of this workspace; `what` null: a mere look. */
  #remember(shown: Shown, remote: string, what: string | null): Experiment {
    const experiment = toExperiment(shown, remote)
    const row = this.#drafts.find(experiment.name)
    if (row === undefined || row.id !== experiment.id) return experiment
    const { status } = experiment
    this.#drafts.remember({ ...row, status, remote, seen: experiment }, what)
    return experiment
  }
}

function notADraft({ name, status }: Experiment): GalleyError {
  return new GalleyError('invalid_input', `"${name}" is ${status} and cannot be started again.`, {
    fix: 'Make a new experiment.',
    where: { field: 'experiment' },
  })
}
