import { setTimeout as wait } from 'node:timers/promises'
import { GalleyError } from '#shared/contract/errors.ts'
import type { Canary, CanaryEvent, CanaryView } from '#shared/contract/experiment/canary.ts'
import { decodeCursor, type Page, pageFrom } from '../../db/paging.ts'
import type { Input } from '../../inputs.ts'
import { findLive, listLive, type Queryable, startLive, steerLive } from '../live/live-store.ts'
import type { Shown } from '../live/shown.ts'
import { type ExperimentParts, nameOfTemplate } from '../parts.ts'
import { CANARY, CONTROL, withSteps } from './plan.ts'
import { readStages, type StageData } from './stages.ts'
import { currentPhase, decide, toCanary, toView } from './view.ts'

type Parts = Pick<
  ExperimentParts,
  'environment' | 'templates' | 'withRemote' | 'publishable' | 'changes'
>
type ByName = { remote: string; canary: string }

/** Canaries and blue/green: a version that more and more units get, unless it harms. All of it is in the store. */
export class CanaryService {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  async list(input: Input<'canary', 'list'>): Promise<Page<Canary>> {
    const [at, id] = decodeCursor(input.cursor, ['string', 'string']) ?? []
    const before = at === undefined || id === undefined ? null : { at: String(at), id: String(id) }
    const statuses = input.status === undefined ? null : [input.status]
    const templateName = nameOfTemplate(this.#parts.templates, input.template)
    const page = { statuses, before, templateName, limit: input.limit + 1 }
    const wanted = { kind: 'canary' as const, ...page }
    const rows = await this.#parts.withRemote(input.remote, (client) => listLive(client, wanted))
    const keyOf = ({ exactAt, shown }: (typeof rows)[number]) => [exactAt, shown.id]
    return pageFrom(rows, input.limit, keyOf, ({ shown }) => toCanary(shown, input.remote))
  }

  /** The new version, its first share and the audit in one transaction. */
  async start(input: Input<'canary', 'start'>): Promise<CanaryView> {
    const { environment, templates, withRemote, publishable, changes } = this.#parts
    const { remote, template, version } = input
    const plan = withSteps(input.plan)
    const { name } = templates.get({ template })
    const publish = publishable({ template, version })
    const id = environment.newId()
    await withRemote(remote, async (client) => {
      const control = await productionVersion(client, name)
      await startLive(client, {
        id,
        key: id,
        kind: 'canary',
        name: input.name ?? `${name}-v${version}`,
        description: '',
        template: name,
        actor: environment.author,
        reason: input.reason,
        at: this.#now().toISOString(),
        design: plan,
        arms: [
          { key: CONTROL, weightBp: 0, versionId: control },
          { key: CANARY, weightBp: 10_000, publish },
        ],
        rest: CONTROL,
        coverageBp: plan.stepsBp[0],
        primaryMetric: 'success_rate',
        minimumUsers: plan.minimumUsers,
        confidence: 1 - plan.alpha,
      } as { name: string })
    })
    changes.emit('experiment', id)
    return this.status({ remote, canary: input.name ?? `${name}-v${version}` })
  }

  async status({ remote, canary }: ByName): Promise<CanaryView> {
    return this.#parts.withRemote(remote, async (client) => {
      const { shown, stages } = await this.#read(client, canary)
      return toView(shown, remote, stages, this.#now())
    })
  }

  /** Does what the rule says. Of several that try at once one acts; the others stand by. */
  async step(input: Input<'canary', 'step'>): Promise<CanaryEvent> {
    const { remote, canary } = input
    return this.#parts.withRemote(remote, async (client) => {
      await client.query('begin')
      try {
        const event = await this.#stepLocked(client, input)
        await client.query('commit')
        if (event.kind !== 'held') this.#parts.changes.emit('experiment', canary)
        return event
      } catch (error) {
        await client.query('rollback')
        throw error
      }
    })
  }

  async #stepLocked(client: Queryable, input: Input<'canary', 'step'>): Promise<CanaryEvent> {
    const { remote, canary } = input
    // Held until the transaction ends: a watcher that dies lets go of it by dying.
    const lock =
      "select pg_try_advisory_xact_lock(hashtextextended('galley.canary:' || $1, 0)) as is_held"
    const { rows } = await client.query(lock, [canary])
    const now = this.#now()
    const event = (kind: CanaryEvent['kind'], message: string, view: CanaryView | null) => ({
      ...{ at: now.toISOString(), kind, message, canary: view },
    })
    if (rows[0]?.is_held !== true) {
      return event('standing_by', 'Another process is looking at this canary.', null)
    }
    const { shown, stages } = await this.#read(client, canary)
    if (shown.status !== 'active') {
      const kind = shown.status === 'completed' ? 'completed' : 'rolled_back'
      return event(
        kind,
        `It is ${shown.status}: ${shown.reason}`,
        toView(shown, remote, stages, now),
      )
    }
    const decision = decide(shown, stages, now)
    const act = actionFor(shown, decision, input.overrideReason)
    if (act === null) {
      const view = toView(shown, remote, stages, now)
      return view.awaitsPromotion
        ? event('awaits_promotion', waitingSentence(view), view)
        : event('held', decision.explanation, view)
    }
    const after = await steerLive(client, {
      ...act,
      name: canary,
      actor: this.#parts.environment.author,
      reason: input.overrideReason ?? decision.explanation,
      at: now.toISOString(),
      expectedPhase: shown.phase,
      evidence: decision.evidence,
    })
    const kinds = { roll_back: 'rolled_back', complete: 'completed', step: 'advanced' } as const
    const view = toView(after, remote, stages, now)
    return event(kinds[act.action], sentenceFor(act.action, decision.explanation, view), view)
  }

  /** Looks until the canary ends, or nobody listens. An outage of the store is told and outlived. */
  async *watch(
    { everySeconds, ...ref }: Input<'canary', 'watch'>,
    signal?: AbortSignal,
  ): AsyncGenerator<CanaryEvent, void, void> {
    // A misspelt name must not wait for ever.
    await this.status(ref)
    for (;;) {
      const event = await this.step(ref).catch((error: unknown) => this.#unreachable(error))
      yield event
      if (event.kind === 'completed' || event.kind === 'rolled_back') return
      await this.#wait(everySeconds * 1000, signal)
      if (signal?.aborted) return
    }
  }

  #unreachable(error: unknown): CanaryEvent {
    const isOutage =
      error instanceof GalleyError &&
      (error.code === 'remote_unreachable' || error.code === 'conflict')
    if (!isOutage) throw error
    const at = this.#now().toISOString()
    return { at, kind: 'unreachable', message: error.message, canary: null }
  }

  async #wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
    const ends = signal ?? new AbortController().signal
    const { wait: injected } = this.#parts.environment
    if (injected !== undefined) return injected(ms, ends)
    await wait(ms, undefined, { signal: ends }).catch(() => {})
  }

  async rollBack({ remote, canary, reason }: Input<'canary', 'rollBack'>): Promise<CanaryView> {
    const { environment, withRemote, changes } = this.#parts
    await withRemote(remote, async (client) => {
      await findLive(client, canary, 'canary')
      await steerLive(client, {
        name: canary,
        action: 'roll_back',
        actor: environment.author,
        reason: reason || 'rolled back by hand',
        at: this.#now().toISOString(),
      })
    })
    changes.emit('experiment', canary)
    return this.status({ remote, canary })
  }

  /** For a canary that does not promote by itself, at its last step. */
  async promote({ remote, canary, reason }: Input<'canary', 'promote'>): Promise<CanaryView> {
    const { environment, withRemote, changes } = this.#parts
    await withRemote(remote, async (client) => {
      const { shown, stages } = await this.#read(client, canary)
      const view = toView(shown, remote, stages, this.#now())
      if (!view.awaitsPromotion) throw notAwaiting(view)
      await steerLive(client, {
        name: canary,
        action: 'complete',
        arm: CANARY,
        actor: environment.author,
        reason: reason || 'promoted by hand',
        at: this.#now().toISOString(),
        expectedPhase: shown.phase,
        evidence: view.decision?.evidence,
      })
    })
    changes.emit('experiment', canary)
    return this.status({ remote, canary })
  }

  async #read(client: Queryable, name: string): Promise<{ shown: Shown; stages: StageData[] }> {
    const shown = await findLive(client, name, 'canary')
    const stages = await readStages(client, {
      id: shown.id,
      template: shown.template_name,
      until: this.#now().toISOString(),
      phases: shown.phases.map(({ phase }) => phase),
    })
    return { shown, stages }
  }

  #now(): Date {
    return this.#parts.environment.clock.now()
  }
}

/** Null: nothing to do. A reason to go on never goes against a rollback. */
function actionFor(
  shown: Shown,
  { action }: ReturnType<typeof decide>,
  overrideReason: string | undefined,
) {
  if (action === 'roll_back') return { action: 'roll_back' as const }
  if (action === 'hold' && overrideReason === undefined) return null
  const { plan } = toCanary(shown, '')
  const next = plan.stepsBp?.find((bp) => bp > currentPhase(shown).coverage_bp)
  if (next !== undefined) return { action: 'step' as const, coverageBp: next }
  // Ending would give everybody the old version again: it stays until somebody promotes it.
  return plan.promotes ? { action: 'complete' as const, arm: CANARY } : null
}

function sentenceFor(
  action: 'roll_back' | 'complete' | 'step',
  explanation: string,
  { coverageBp, canaryVersion, controlVersion }: CanaryView,
): string {
  if (action === 'step')
    return `Version ${canaryVersion} goes to ${coverageBp / 100}% of units. ${explanation}`
  if (action === 'roll_back')
    return `Everybody gets version ${controlVersion} again. ${explanation}`
  return `Version ${canaryVersion} is in production.`
}

const waitingSentence = ({ canaryVersion, name, remote }: CanaryView): string =>
  `Every user has version ${canaryVersion} and the rule has nothing against it. It stays so until somebody promotes it: galley canary promote ${name} --remote ${remote}.`

function notAwaiting({ name, status, decision, coverageBp }: CanaryView): GalleyError {
  const why =
    decision === null
      ? `"${name}" is ${status}.`
      : `"${name}" is not ready to be promoted: ${coverageBp / 100}% of the users have the new version, and the rule says ${decision.action.replace('_', ' ')}. ${decision.explanation}`
  return new GalleyError('conflict', why, {
    fix: 'Let it go on step by step; canary step --override goes on against a hold, with a reason.',
  })
}

async function productionVersion(client: Queryable, name: string): Promise<string> {
  const { rows } = await client.query(
    "select version_id from galley.prompt_labels where template_name = $1 and label = 'production'",
    [name],
  )
  if (rows[0] !== undefined) return String(rows[0].version_id)
  throw new GalleyError(
    'invalid_input',
    `"${name}" has no production version that a canary could be compared with.`,
    { fix: 'Publish its first version with the label production.', where: { template: name } },
  )
}
