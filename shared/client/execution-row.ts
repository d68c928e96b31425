import type { Violation } from '#shared/domain/guardrails/types.ts'
import type { ExecutionRow } from './sql.ts'
import type { ExecutionRecord } from './types.ts'

/** Longer error messages tell nothing more and fill the table. */
const ERROR_CHARACTERS = 1000

export interface RowDefaults {
  readonly id: string
  readonly executedAtMs: number
  readonly environment: string
  readonly withTexts: boolean
}

/** The record as one JSON text, ready to be sent: what the caller changes later is not recorded. */
export function executionRow(record: ExecutionRecord, defaults: RowDefaults): string {
  const status = record.status ?? 'success'
  const row: ExecutionRow = {
    id: record.id ?? defaults.id,
    template_id: record.templateId,
    template_name: record.templateName,
    template_version: record.templateVersion,
    ab_test_group: record.arm,
    user_id: record.userId,
    session_id: record.sessionId,
    request_id: record.requestId,
    input_variables: defaults.withTexts ? record.inputVariables : undefined,
    rendered_prompt: defaults.withTexts ? record.renderedPrompt : undefined,
    response_text: defaults.withTexts ? record.responseText : undefined,
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
    environment: defaults.environment,
    metadata: record.metadata ?? {},
    executed_at: record.executedAt ?? new Date(defaults.executedAtMs),
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
