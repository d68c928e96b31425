import type { RunProgress } from '#shared/contract/run/run.ts'
import type { Io } from './io.ts'

const barWidth = 24

/** "1 h 04 min", "3 min 20 s", "12 s". */
export function duration(ms: number): string {
  const seconds = Math.round(ms / 1000)
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes} min ${String(seconds % 60).padStart(2, '0')} s`
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`
}

/** One line of progress: done of total, failures, rate, time left. */
function progressLine(progress: RunProgress): string {
  const { doneCells, totalCells, failed, errors, cellsPerSecond, remainingMs } = progress
  const parts = [`${doneCells} of ${totalCells}`, `${failed} failed`]
  if (errors > 0) parts.push(`${errors} errors`)
  if (cellsPerSecond !== null) parts.push(`${cellsPerSecond.toFixed(0)}/s`)
  if (remainingMs !== null && doneCells < totalCells) parts.push(`${duration(remainingMs)} left`)
  return parts.join(' · ')
}

function bar(progress: RunProgress): string {
  const part = progress.totalCells === 0 ? 1 : progress.doneCells / progress.totalCells
  const full = Math.round(part * barWidth)
  return `${'█'.repeat(full)}${'░'.repeat(barWidth - full)}`
}

export interface ProgressView {
  show(progress: RunProgress): void
  /** Leaves the cursor at the start of a fresh line. */
  end(): void
}

/**
 * A bar that redraws itself where a person looks on; in a log, a line for every tenth of the work,
 * so that a long run neither stays silent nor floods it.
 */
export function progressView({ stderr, isTerminal }: Io): ProgressView {
  if (isTerminal) {
    let isDrawn = false
    return {
      show(progress) {
        isDrawn = true
        stderr.write(`\r\u001b[2K${bar(progress)} ${progressLine(progress)}`)
      },
      end() {
        if (isDrawn) stderr.write('\n')
      },
    }
  }
  let lastTenth = -1
  return {
    show(progress) {
      const part = progress.totalCells === 0 ? 1 : progress.doneCells / progress.totalCells
      const tenth = Math.floor(part * 10)
      if (tenth === lastTenth) return
      lastTenth = tenth
      stderr.write(`${progressLine(progress)}\n`)
    },
    end() {},
  }
}
