import { expect, type Page, type WebSocketRoute } from '@playwright/test'
import type { Place } from './places.ts'
import type { Stage } from './stage.ts'
import { visit } from './steps.ts'

/** The line between a page and its core, in the test's hand. */
export interface HeldLine {
  /** Breaks it; no new one is let through until `mend`. Resolves when the page says so. */
  cut(): Promise<void>
  /** Lets the page connect again, as it does by itself. Resolves when it says that it has. */
  mend(): Promise<void>
  /** From now on every call fails in the core, as on a bug or a broken disk; or works again. */
  refuse(isRefused: boolean): void
}

/** A call on its way, as the transport of the contract writes it. */
interface Call {
  readonly i: string
  readonly t?: number
  readonly p?: { readonly u?: string }
}

const callOf = (message: string | Buffer): Call => JSON.parse(message.toString()) as Call

/** What the core would answer had it failed: nobody knows why. */
const failure = (id: string) =>
  JSON.stringify({
    i: id,
    p: {
      s: 500,
      b: {
        json: {
          defined: false,
          code: 'INTERNAL_SERVER_ERROR',
          status: 500,
          message: 'Internal server error',
        },
      },
    },
  })

/** Presses at once all that a pointer would meet: a press that takes its time waits for one gone by itself meanwhile. */
function pressOpen(buttons: (HTMLElement | SVGElement)[]): void {
  for (const button of buttons) {
    button.scrollIntoView({ block: 'center' })
    const { x, y, width, height } = button.getBoundingClientRect()
    const met = document.elementFromPoint(x + width / 2, y + height / 2)
    if (button.contains(met)) (button as HTMLElement).click()
  }
}

/**
 * Goes to a place while the line is away, comes back to a core that fails, and tries again: what was
 * waiting says so, offers the way on, and in the end the place is there.
 */
export async function arriveThroughTrouble(
  page: Page,
  line: HeldLine,
  place: Place,
  stage: Stage,
): Promise<void> {
  const again = page.getByRole('button', { name: 'Try again' })
  await line.cut()
  await visit(page, place.hash(stage))
  line.refuse(true)
  await line.mend()
  await expect(again.first()).toBeVisible()
  line.refuse(false)
  await expect(async () => {
    await again.evaluateAll(pressOpen)
    await expect(again).toHaveCount(0, { timeout: 500 })
  }).toPass()
  await place.isThere(page)
}

/** Takes the page's line into its hand. The page loads anew. */
export async function holdLine(page: Page): Promise<HeldLine> {
  const open = new Set<WebSocketRoute>()
  let isCut = false
  let isRefused = false
  await page.routeWebSocket(/\/rpc/, (socket) => {
    if (isCut) return void socket.close()
    const server = socket.connectToServer()
    open.add(socket)
    socket.onMessage((message) => {
      const { i, t, p } = callOf(message)
      // The feed of changes is the line's own pulse: a core that fails still has it.
      const isCall = t === undefined && p?.u !== '/workspace/watch'
      if (isRefused && isCall) socket.send(failure(i))
      else server.send(message)
    })
  })
  await page.reload()
  await expect(page.getByText('Connected')).toBeVisible()
  const away = page.getByText('Galley’s core is not answering.')
  return {
    async cut() {
      isCut = true
      for (const socket of open) await socket.close()
      open.clear()
      await expect(away).toBeVisible()
    },
    async mend() {
      isCut = false
      await expect(away).toBeHidden()
    },
    refuse(next) {
      isRefused = next
    },
  }
}
