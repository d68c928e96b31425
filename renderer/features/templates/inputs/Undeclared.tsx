import { Button, Text } from '@mantine/core'
import classes from './InputsPane.module.css'

interface MendProps {
  what: string
  names: readonly string[]
  mend: string
  onMend: (names: readonly string[]) => void
}

/** Names on which text and declarations do not agree, with the click that mends all of them. */
function Mend({ what, names, mend, onMend }: MendProps) {
  if (names.length === 0) return null
  return (
    <div className={classes.notice} role="status">
      <Text size="sm">
        {what}: <span className="mono">{names.join(', ')}</span>
      </Text>
      <Button variant="default" onClick={() => onMend(names)}>
        {mend}
      </Button>
    </div>
  )
}

interface NamesProps {
  names: readonly string[]
  onMend: (names: readonly string[]) => void
}

/** Names that the text uses and nobody declared: one click declares them all. */
export const Undeclared = (props: NamesProps) => (
  <Mend what="Used but not declared" mend="Declare" {...props} />
)

/** Declarations that the text does not use: one click takes them away, another brings them back. */
export const Unused = (props: NamesProps) => (
  <Mend what="Declared but not used" mend="Remove" {...props} />
)
