import { eq } from 'drizzle-orm'
import type { Guardrail } from '#shared/domain/guardrails/engine.ts'
import type { Reader, Transaction } from '../db/handles.ts'
import { guardrails } from '../db/tables/guardrails.ts'

/** All guardrails in their order, with action and switch as the user set them. */
export function listGuardrails(reader: Reader): Guardrail[] {
  const rows = reader.query.select().from(guardrails).orderBy(guardrails.position).all()
  return rows.map(({ definitionJson, action, isEnabled }) => ({
    ...(JSON.parse(definitionJson) as Guardrail),
    action,
    enabled: isEnabled,
  }))
}

/** Adds those that are not there yet, by name, behind the others; what is there stays as it is. */
export function addGuardrails(transaction: Transaction, added: Guardrail[], at: string): void {
  const insert = transaction.prepare(
    `INSERT INTO guardrails (id, name, position, definition_json, action, is_enabled, updated_at)
     VALUES (?, ?, (SELECT coalesce(max(position), 0) + 1 FROM guardrails), ?, ?, ?, ?)
     ON CONFLICT DO NOTHING`,
  )
  for (const { id, name, action, enabled, ...definition } of added) {
    const definitionJson = JSON.stringify({ id, name, ...definition })
    insert.run(id, name, definitionJson, action, enabled ? 1 : 0, at)
  }
}

export function updateGuardrail(
  transaction: Transaction,
  { name, action, enabled }: Guardrail,
  updatedAt: string,
): void {
  transaction.query
    .update(guardrails)
    .set({ action, isEnabled: enabled, updatedAt })
    .where(eq(guardrails.name, name))
    .run()
}
