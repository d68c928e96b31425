import { describeWhere, type HostFailure } from '../failure.ts'

/** The lines a failure is reported with: sentence, where, what to do. */
export function describeFailure({ message, problem, stack }: HostFailure): string {
  const where = describeWhere(problem.where)
  const lines = [`error: ${message}`]
  if (where !== '') lines.push(`  where: ${where}`)
  // Some failures name the suggestion in their own words already.
  const { suggestion } = problem
  const isSaid = suggestion && `${message} ${problem.fix ?? ''}`.includes(suggestion)
  if (suggestion && !isSaid) lines.push(`  did you mean: ${suggestion}`)
  if (problem.fix !== undefined) lines.push(`  fix: ${problem.fix}`)
  if (stack !== undefined) lines.push('', stack)
  return lines.join('\n')
}

/** The same for scripts. */
export function failureJson({ code, message, problem, exitCode, stack }: HostFailure): string {
  return JSON.stringify({ error: { code, message, exitCode, ...problem, stack } }, null, 2)
}
