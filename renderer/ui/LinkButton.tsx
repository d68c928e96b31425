import { Button } from '@mantine/core'
import type { ReactNode } from 'react'

interface LinkButtonProps {
  href: string
  /** `default` beside a button that matters more. */
  variant?: 'filled' | 'default'
  children: ReactNode
}

/** The way to another page, where it is the next step. */
export function LinkButton({ href, variant = 'filled', children }: LinkButtonProps) {
  return (
    <Button component="a" href={href} variant={variant}>
      {children}
    </Button>
  )
}
