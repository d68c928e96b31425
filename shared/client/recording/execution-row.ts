import type { Violation } from '#shared/domain/guardrails/types.ts'
import type { ExecutionRow } from '../sql.ts'
import type { ExecutionRecord } from '../types.ts'
import { PlainCopier } from './plain-copy.ts'

/** Longer error messages tell nothing more and fill the table. */
const ERROR_CHARACTERS = 1000
/** About what a row takes besides its texts. */
const ROW_BYTES = 600

/** An execution that waits to be sent. */
export interface Entry {
  readonly id: string
  readonly executedAtMs: number
  /** What it says, but for the values below. */
  readonly record: ExecutionRecord
  /** Copies: what the caller changes later is not recorded. */
  readonly inputVariables: unknown
  readonly metadata: unknown
  readonly withTexts: boolean
  /** About what it takes in memory. */
  readonly bytes: number
}

/** Takes in a record that nobody changes any more but for its values. Throws for what JSON cannot hold. */
export function entryOf(
  record: ExecutionRecord,
  id: string,
  executedAtMs: number,
  withTexts: boolean,
): Entry {
  const copier = new PlainCopier()
  const inputVariables = withTexts ? copier.copy(record.inputVariables) : undefined
  const metadata = record.metadata === undefined ? NOTHING : copier.copy(record.metadata)
  let bytes = ROW_BYTES + copier.bytes + (record.errorMessage?.length ?? 0)
  if (withTexts) bytes += (record.renderedPrompt?.length ?? 0) + (record.responseText?.length ?? 0)
  if (record.violations !== undefined) bytes += record.violations.length * ROW_BYTES
  return { id, executedAtMs, record, inputVariables, metadata, withTexts, bytes }
}

const NOTHING = {}

/**
 * The entry as one JSON text, ready to be sent. Services without types say an Error where a text belongs:
 * what was meant is sent then. Throws what counts as refused by the database when even that cannot be said,
 * so that it holds up no other row.
 */
export function executionRow(entry: Entry, environment: string): string {
  try {
    return rowText(entry, environment)
  } catch {
    try {
      return rowText({ ...entry, record: asMeant(entry.record) }, environment)
    } catch (cause) {
      throw Object.assign(new Error('An execution cannot be written as JSON.', { cause }), {
        code: DATA_EXCEPTION,
      })
    }
  }
}

/** SQLSTATE. */
const DATA_EXCEPTION = '22000'

/** The record with texts and numbers where it has something else. */
function asMeant(record: ExecutionRecord): ExecutionRecord {
  const fields = Object.entries(record).map(([name, value]) => {
    if (name === 'violations') return [name, Array.isArray(value) ? value.filter(Boolean) : []]
    if (value === null || value === undefined || value instanceof Date) return [name, value]
    if (value instanceof Error) return [name, value.message]
    return [
      name,
      typeof value === 'object' || name === 'errorMessage' ? String(value) : plain(value),
    ]
  })
  return Object.fromEntries(fields)
}

const plain = (value: unknown) => (typeof value === 'bigint' ? Number(value) : value)

function rowText(entry: Entry, environment: string): string {
  const { record, withTexts } = entry
  const status = record.status ?? 'success'
  const row: ExecutionRow = {
    id: entry.id,
    template_id: record.templateId,
    template_name: record.templateName,
    template_version: record.templateVersion,
    ab_test_group: record.arm,
    user_id: record.userId,
    session_id: record.sessionId,
    request_id: record.requestId,
    input_variables: entry.inputVariables,
    rendered_prompt: withTexts ? record.renderedPrompt : undefined,
    response_text: withTexts ? record.responseText : undefined,
    model: record.model,
    execution_time_ms: record.responseTimeMs,
    response_time_ms: record.responseTimeMs,
    token_count: record.tokenCount,
    cost_usd: record.costUsd,
    status,
    success: status === 'success',
    error_type: record.errorType,
    error_message: record.errorMessage?.slice(0, ERROR_CHARACTERS),
    guardrail_violations: (record.violations ?? []).map(violationRow),
    guardrail_action: record.guardrailAction,
    cache_hit: record.cacheHit,
    environment,
    metadata: entry.metadata,
    executed_at: record.executedAt ?? new Date(entry.executedAtMs),
  }
  const text = JSON.stringify(row)
  // Postgres stores neither NUL nor half a surrogate pair; looking is far cheaper than always replacing.
  return UNSTORABLE.test(text) ? JSON.stringify(row, storable) : text
}

const UNSTORABLE = /\\u(?:0000|d[89a-f])/

const cleaned = (text: string): string => text.toWellFormed().replaceAll('\0', '\ufffd')

/** Names of properties are texts too: one bad name would cost the whole row. */
function storable(_key: string, value: unknown): unknown {
  if (typeof value === 'string') return cleaned(value)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [cleaned(name), one]))
}

/** The names that dashboards of the original schema read. Only masked text leaves the process. */
function violationRow(violation: Violation) {
  return {
    guardrail_name: violation.guardrailName,
    guardrail_type: violation.type,
    severity: violation.severity,
    action: violation.action,
    entity: violation.entity,
    variable: violation.variable,
    message: violation.message,
    masked: violation.masked,
  }
}
