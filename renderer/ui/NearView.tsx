import { type ReactNode, useEffect, useRef, useState } from 'react'

interface NearViewProps {
  /** Height in pixels that the content will probably take, until it was seen once. */
  estimatedHeight: number
  /** Shown as if it were near, e.g. because the caret is to be put into it. */
  isForced?: boolean
  /** Stands in for the content while that is far away; keep it cheap. */
  standIn: ReactNode
  children: ReactNode
}

/** About a screen above and below what one sees. */
const MARGIN = '800px 0px'

/**
 * Shows its content only while it is on the screen or near it: a page of a hundred editors has a
 * handful of them. The place keeps its height, so nothing jumps, and what has the focus stays.
 */
export function NearView({ estimatedHeight, isForced = false, standIn, children }: NearViewProps) {
  const place = useRef<HTMLDivElement>(null)
  const [isNear, setNear] = useState(false)
  const [height, setHeight] = useState(estimatedHeight)
  useEffect(() => {
    const element = place.current
    if (element === null) return
    const observer = new IntersectionObserver(
      (entries) => {
        // Several may have queued up while the page was laid out: the last one is true.
        const entry = entries.at(-1)
        if (entry === undefined) return
        if (!entry.isIntersecting) {
          if (element.contains(document.activeElement)) return
          setHeight(element.offsetHeight || estimatedHeight)
        }
        setNear(entry.isIntersecting)
      },
      { rootMargin: MARGIN },
    )
    observer.observe(element)
    return () => observer.disconnect()
  }, [estimatedHeight])
  const isShown = isNear || isForced
  return (
    <div ref={place} style={isShown ? undefined : { height, overflow: 'hidden' }}>
      {isShown ? children : standIn}
    </div>
  )
}
