import { Pill } from '@mantine/core'
import { navigate } from './shell/route.ts'

interface OnlyOfProps {
  /** What the list is narrowed to, as in "Only of welcome". */
  readonly children: string
  /** The whole list: its address, and what it is called for who cannot see the cross. */
  readonly all: string
  readonly allLabel: string
}

/** Says that a list is narrowed to what belongs to an object, with the way to all of it. */
export function OnlyOf({ children, all, allLabel }: OnlyOfProps) {
  return (
    <Pill
      withRemoveButton
      onRemove={() => navigate(all)}
      // The kit leaves it to the pointer; here it is the only way out of the narrowed list.
      removeButtonProps={{ 'aria-label': allLabel, 'aria-hidden': false, tabIndex: 0 }}
    >
      {children}
    </Pill>
  )
}
