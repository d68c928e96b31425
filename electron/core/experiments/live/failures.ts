import { type ErrorCode, GalleyError } from '#shared/contract/errors.ts'

/** What `start_experiment` and `steer_experiment` refuse, by the code they raise. */
const REFUSALS: Record<string, { code: ErrorCode; fix: string }> = {
  GL010: { code: 'invalid_input', fix: 'See its status: not every move leads on from there.' },
  GL011: { code: 'conflict', fix: 'Take another range of the layer, or wait for that one to end.' },
  GL012: { code: 'conflict', fix: 'End that one first, or pause it.' },
  GL013: {
    code: 'gate_failed',
    fix: 'Wait for the verdict, or give a reason to override it; the reason is audited.',
  },
  GL014: { code: 'conflict', fix: 'Look at the label, then try again.' },
  GL015: { code: 'conflict', fix: 'Look at its status, then decide again.' },
  '23505': { code: 'already_exists', fix: 'Choose another name.' },
  P0002: { code: 'not_found', fix: 'See the list of experiments of the remote.' },
}

/** A refusal of the store as the error a user sees; anything else comes back as it was. */
export function asExperimentError(error: unknown, name: string): unknown {
  const { code, message, detail } = error as { code?: string; message?: string; detail?: string }
  const known = REFUSALS[code ?? '']
  if (known === undefined || !(error instanceof Error)) return error
  const sentence =
    code === 'P0002'
      ? `There is no experiment "${name}" in this remote.`
      : code === '23505'
        ? `There is already an experiment "${name}" in this remote.`
        : `${capital(message ?? '')}.`
  return new GalleyError(known.code, sentence, {
    fix: known.fix,
    cause: error,
    ...(detail ? { details: { detail } } : {}),
  })
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
