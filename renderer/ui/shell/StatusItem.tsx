import { Tooltip } from '@mantine/core'
import type { Icon } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './StatusItem.module.css'
import type { SavingState } from './saving.ts'

interface StatusItemProps {
  icon: Icon
  /** What the words do not say; shown on hover. */
  hint: string
  /** Where it is told in full; without one it is no link. */
  href?: string
  tone?: SavingState
  /** Read out when it changes. */
  isLive?: boolean
  children: ReactNode
}

/** One fact of the status bar. */
export function StatusItem({ icon: Sign, hint, href, tone, isLive, children }: StatusItemProps) {
  const shared = { className: classes.item, 'data-tone': tone }
  const inside = (
    <>
      <Sign size={14} aria-hidden />
      {children}
    </>
  )
  return (
    <Tooltip label={hint} multiline maw={420}>
      {href === undefined ? (
        <span {...shared} {...(isLive ? { role: 'status' } : {})}>
          {inside}
        </span>
      ) : (
        <a {...shared} href={href}>
          {inside}
        </a>
      )}
    </Tooltip>
  )
}
