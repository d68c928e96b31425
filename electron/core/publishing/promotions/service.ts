import { GalleyError } from '#shared/contract/errors.ts'
import type { LabelRule, Promotion } from '#shared/contract/promotion.ts'
import { decodeCursor, type Page, pageFrom } from '../../db/paging.ts'
import type { Input } from '../../inputs.ts'
import { asCheckProblem } from '../conflicts.ts'
import type { PublishingParts } from '../parts.ts'
import { isState } from '../remotes/failures.ts'
import type { WithRemote } from '../remotes/with-remote.ts'
import {
  carryOutDue,
  findPromotion,
  listPromotions,
  listRules,
  type PromotionRow,
  writeRule,
} from './store.ts'

/** Promotions of a shared store: who wants what, on what evidence, and what colleagues say. */
export class PromotionService {
  readonly #parts: PublishingParts
  readonly #withRemote: WithRemote

  constructor(parts: PublishingParts, withRemote: WithRemote) {
    this.#parts = parts
    this.#withRemote = withRemote
  }

  /** Also carries out what is due. */
  async list(input: Input<'promotion', 'list'>): Promise<Page<Promotion>> {
    const [at = null, id = null] = decodeCursor(input.cursor, ['string', 'string']) ?? []
    const wanted = {
      templateName: input.templateName ?? null,
      isOpen: input.isOpen ?? false,
      before: at === null || id === null ? null : { at: String(at), id: String(id) },
      limit: input.limit + 1,
    }
    const rows = await this.#withRemote(input.remote, async (client) => {
      await carryOutDue(client)
      return listPromotions(client, wanted)
    })
    const keyOf = ({ exactAt, id: last }: PromotionRow) => [exactAt, last]
    return pageFrom(rows, input.limit, keyOf, ({ exactAt: _, ...promotion }) => promotion)
  }

  async get(input: Input<'promotion', 'get'>): Promise<Promotion> {
    const found = await this.#withRemote(input.remote, (client) =>
      findPromotion(client, input.promotion),
    )
    if (found === null) throw unknownPromotion()
    return found
  }

  review({ verdict, comment, ...input }: Input<'promotion', 'review'>): Promise<Promotion> {
    return this.#tell(input, 'review_promotion', { verdict, comment })
  }

  addEvidence({ evidence, ...input }: Input<'promotion', 'addEvidence'>): Promise<Promotion> {
    return this.#tell(input, 'review_promotion', { verdict: 'evidence', evidence })
  }

  /** A publisher's door where the login has one; an author may call off what is not protected. */
  async cancel({ reason, ...input }: Input<'promotion', 'cancel'>): Promise<Promotion> {
    const isPublisher = await this.#withRemote(input.remote, async (client) => {
      const { rows } = await client.query<{ may: boolean }>(
        `select has_function_privilege('galley.cancel_protected(jsonb)', 'execute') as may`,
      )
      return rows[0]?.may === true
    })
    return this.#tell(input, isPublisher ? 'cancel_protected' : 'cancel_promotion', { reason })
  }

  async listRules(input: Input<'promotion', 'listRules'>): Promise<{ items: LabelRule[] }> {
    return { items: await this.#withRemote(input.remote, listRules) }
  }

  async setRule({ remote, ...rule }: Input<'promotion', 'setRule'>): Promise<LabelRule> {
    const { author } = this.#parts.environment
    await this.#withRemote(remote, (client) => writeRule(client, rule, author))
    this.#parts.changes.emit('publishing', null)
    return rule
  }

  async #tell(
    input: { remote: string; promotion: string },
    door: 'review_promotion' | 'cancel_promotion' | 'cancel_protected',
    more: object,
  ): Promise<Promotion> {
    const actor = this.#parts.environment.author
    const request = { promotionId: input.promotion, actor, ...more }
    const told = await this.#withRemote(input.remote, async (client) => {
      try {
        await client.query(`select galley.${door}($1::jsonb)`, [JSON.stringify(request)])
      } catch (error) {
        throw isState(error, 'P0002') ? unknownPromotion() : asCheckProblem(error)
      }
      return findPromotion(client, input.promotion)
    })
    if (told === null) throw unknownPromotion()
    this.#parts.changes.emit('publishing', input.promotion)
    return told
  }
}

const unknownPromotion = () =>
  new GalleyError('not_found', 'There is no such promotion.', {
    fix: 'See the list of promotions.',
  })
