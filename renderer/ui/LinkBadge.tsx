import { Badge, type BadgeProps } from '@mantine/core'
import type { ReactNode } from 'react'

interface LinkBadgeProps extends Pick<BadgeProps, 'variant' | 'color'> {
  href: string
  title?: string
  children: ReactNode
}

/** A fact beside a title that names another object, and goes there. */
export function LinkBadge(props: LinkBadgeProps) {
  return <Badge component="a" style={{ cursor: 'pointer' }} {...props} />
}
