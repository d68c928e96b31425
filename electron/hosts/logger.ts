import type { Logger } from '#core/environment.ts'

export type LogLevel = 'info' | 'warn' | 'error' | 'silent'

const order: Record<LogLevel, number> = { info: 0, warn: 1, error: 2, silent: 3 }

/** Values on one line; an error keeps its stack, which is what a report of a bug needs. */
function show(value: unknown): string {
  if (value instanceof Error) return value.stack ?? value.message
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** Lines to the given writer (standard error by default), from the given level up. */
export function lineLogger(
  level: LogLevel,
  write: (line: string) => void = (line) => process.stderr.write(`${line}\n`),
): Logger {
  const log =
    (at: Exclude<LogLevel, 'silent'>) =>
    (message: string, facts: Record<string, unknown> = {}) => {
      if (order[at] < order[level]) return
      const rest = Object.entries(facts).map(([name, value]) => ` ${name}=${show(value)}`)
      write(`${at}: ${message}${rest.join('')}`)
    }
  return { info: log('info'), warn: log('warn'), error: log('error') }
}

/** `GALLEY_LOG` chooses the level; hosts say what they use without it. */
export function logLevel(fallback: LogLevel, env: NodeJS.ProcessEnv = process.env): LogLevel {
  const wanted = env.GALLEY_LOG
  return wanted !== undefined && Object.hasOwn(order, wanted) ? (wanted as LogLevel) : fallback
}
