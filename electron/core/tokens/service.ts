import { createHash, randomBytes } from 'node:crypto'
import { asc, eq } from 'drizzle-orm'
import { GalleyError } from '#shared/contract/errors.ts'
import type { Token, TokenRole } from '#shared/contract/token.ts'
import { nearestName } from '#shared/domain/names/nearest.ts'
import type { Reader, Writer } from '../db/handles.ts'
import { tokens } from '../db/tables/tokens.ts'
import type { CoreEnvironment } from '../environment.ts'
import type { Input } from '../inputs.ts'
import type { ActivityLog } from '../workspace/activity.ts'

/**
 * A secret of 256 random bits needs no slow hash: nobody guesses it, and a copy of the workspace gives
 * nobody a token.
 */
const hashOf = (secret: string) => createHash('sha256').update(secret).digest('hex')

/** How exactly the last use is kept: a busy script must not write with every call. */
const useMs = 60_000

const toToken = ({ hash: _, ...token }: typeof tokens.$inferSelect): Token => token

/** Tokens with a role, for scripts that call the REST routes. */
export class TokenService {
  readonly #parts: {
    environment: Pick<CoreEnvironment, 'clock' | 'logger'>
    reader: Reader
    writer: Writer
    activity: ActivityLog
  }
  /** When a use was last noted, or tried to be: a database that waits is not asked at every call. */
  readonly #notedAt = new Map<string, number>()

  constructor(parts: {
    environment: Pick<CoreEnvironment, 'clock' | 'logger'>
    reader: Reader
    writer: Writer
    activity: ActivityLog
  }) {
    this.#parts = parts
  }

  list(): { items: Token[] } {
    const rows = this.#parts.reader.query.select().from(tokens).orderBy(asc(tokens.name)).all()
    return { items: rows.map(toToken) }
  }

  create({ name, role }: Input<'token', 'create'>): Token & { secret: string } {
    const { environment, writer } = this.#parts
    const secret = `galley_${randomBytes(32).toString('base64url')}`
    const createdAt = environment.clock.now().toISOString()
    const token: Token = { name, role, createdAt, lastUsedAt: null }
    writer.transaction((transaction) => {
      if (this.#find(name) !== undefined) {
        throw new GalleyError('already_exists', `There is a token "${name}" already.`, {
          fix: 'Choose another name, or revoke that one first.',
          where: { field: 'name' },
        })
      }
      transaction.query
        .insert(tokens)
        .values({ ...token, hash: hashOf(secret) })
        .run()
      this.#record(transaction, name, `was made for a ${role}`)
    })
    return { ...token, secret }
  }

  revoke({ name }: Input<'token', 'revoke'>): Token {
    return this.#parts.writer.transaction((transaction) => {
      const found = this.#find(name)
      if (found === undefined) throw this.#unknown(name)
      transaction.query.delete(tokens).where(eq(tokens.name, name)).run()
      this.#record(transaction, name, 'was revoked')
      return toToken(found)
    })
  }

  /** What the bearer of that secret may do; null: nothing. Found by its hash, so no comparison leaks it. */
  roleOf(secret: string): TokenRole | null {
    const { reader } = this.#parts
    const row = reader.query
      .select()
      .from(tokens)
      .where(eq(tokens.hash, hashOf(secret)))
      .get()
    if (row === undefined) return null
    this.#noteUse(row)
    return row.role
  }

  #noteUse({ name, lastUsedAt: before }: Token): void {
    const { writer, environment } = this.#parts
    const now = environment.clock.now()
    const last = Math.max(Date.parse(before ?? '1970-01-01'), this.#notedAt.get(name) ?? 0)
    if (now.getTime() - last <= useMs) return
    this.#notedAt.set(name, now.getTime())
    const lastUsedAt = now.toISOString()
    try {
      writer.transaction((transaction) =>
        transaction.query.update(tokens).set({ lastUsedAt }).where(eq(tokens.name, name)).run(),
      )
    } catch (error) {
      // A full disk or another writer costs the note: whoever may read goes on reading.
      environment.logger.warn('The use of a token was not noted.', { name, error })
    }
  }

  #find(name: string) {
    return this.#parts.reader.query.select().from(tokens).where(eq(tokens.name, name)).get()
  }

  #record(transaction: Parameters<ActivityLog['record']>[0], name: string, what: string): void {
    this.#parts.activity.record(transaction, { noun: 'workspace', id: name, name, what })
  }

  #unknown(name: string): GalleyError {
    const suggestion = nearestName(
      name,
      this.list().items.map((token) => token.name),
    )
    return new GalleyError('not_found', `There is no token "${name}".`, {
      fix: suggestion === null ? 'See "galley token list".' : `Did you mean "${suggestion}"?`,
      ...(suggestion === null ? {} : { suggestion }),
    })
  }
}
