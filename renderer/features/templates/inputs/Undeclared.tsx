import { Button, Text } from '@mantine/core'
import classes from './InputsPane.module.css'

interface UndeclaredProps {
  names: readonly string[]
  onDeclare: (names: readonly string[]) => void
}

/** Names that the text uses and nobody declared: one click declares them all. */
export function Undeclared({ names, onDeclare }: UndeclaredProps) {
  if (names.length === 0) return null
  return (
    <div className={classes.notice} role="status">
      <Text size="sm">
        Used but not declared: <span className="mono">{names.join(', ')}</span>
      </Text>
      <Button variant="default" onClick={() => onDeclare(names)}>
        Declare
      </Button>
    </div>
  )
}
