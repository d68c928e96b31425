import { Tooltip, UnstyledButton } from '@mantine/core'
import type { ReactNode } from 'react'

/** A word with its meaning on hover and focus: for table heads and labels. */
export function Explained({ text, children }: { text: string; children: ReactNode }) {
  return (
    <Tooltip label={text} events={{ hover: true, focus: true, touch: true }}>
      <UnstyledButton
        fz="inherit"
        fw="inherit"
        style={{ cursor: 'help', textDecoration: 'underline dotted', textUnderlineOffset: 3 }}
      >
        {children}
      </UnstyledButton>
    </Tooltip>
  )
}
