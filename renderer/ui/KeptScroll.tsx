import { ScrollArea } from '@mantine/core'
import { type ReactNode, useRef } from 'react'
import { useKeptScroll } from './use-kept-scroll.ts'

interface KeptScrollProps {
  /** Names what is scrolled: `versions/ID`. */
  keptAs: string
  className?: string | undefined
  children: ReactNode
}

/** A part that scrolls by itself and is again where it was when one comes back. */
export function KeptScroll({ keptAs, className, children }: KeptScrollProps) {
  const viewport = useRef<HTMLDivElement>(null)
  useKeptScroll(viewport, keptAs)
  return (
    <ScrollArea h="100%" type="auto" viewportRef={viewport} {...(className ? { className } : {})}>
      {children}
    </ScrollArea>
  )
}
