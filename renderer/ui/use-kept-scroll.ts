import { type RefObject, useLayoutEffect } from 'react'
import { notePlace, placeOf } from './shell/places.ts'

/** What a person does to look elsewhere: then the old place is not wanted any more. */
const moves = ['wheel', 'pointerdown', 'keydown', 'touchstart'] as const

/**
 * Scrolls back to where this part was when it was last shown. What it holds may come bit by bit: it goes
 * there as soon as there is enough of it, unless somebody moves first.
 */
export function useKeptScroll(scroller: RefObject<HTMLElement | null>, key: string): void {
  useLayoutEffect(() => {
    const element = scroller.current
    if (element === null) return
    const kept = placeOf(key)
    let wanted = typeof kept === 'number' ? kept : 0
    const go = () => {
      if (wanted === 0) return
      element.scrollTop = wanted
      if (Math.abs(element.scrollTop - wanted) < 2) settle()
    }
    const grown = new ResizeObserver(go)
    const settle = () => {
      wanted = 0
      grown.disconnect()
    }
    const onScroll = () => {
      if (wanted === 0) notePlace(key, element.scrollTop)
    }
    go()
    if (wanted > 0) for (const child of element.children) grown.observe(child)
    element.addEventListener('scroll', onScroll, { passive: true })
    for (const move of moves) element.addEventListener(move, settle, { passive: true })
    return () => {
      settle()
      element.removeEventListener('scroll', onScroll)
      for (const move of moves) element.removeEventListener(move, settle)
    }
  }, [scroller, key])
}
