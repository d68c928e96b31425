import { HoverCard, Stack, Text, UnstyledButton } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './Figure.module.css'

interface FigureProps {
  label: string
  value: ReactNode
  /** How the number was made and what it means; shown on hover and on focus. */
  explanation: ReactNode
  tone?: 'good' | 'bad' | 'plain'
  size?: 'normal' | 'large'
}

/** A number that explains itself. A button, so that the keyboard reaches the explanation too. */
export function Figure({
  label,
  value,
  explanation,
  tone = 'plain',
  size = 'normal',
}: FigureProps) {
  return (
    <HoverCard width={300} shadow="md" openDelay={250} withinPortal>
      <HoverCard.Target>
        <UnstyledButton className={classes.figure} data-size={size}>
          <span className={classes.label}>{label}</span>
          <span className={classes.value} data-tone={tone}>
            {value}
          </span>
        </UnstyledButton>
      </HoverCard.Target>
      <HoverCard.Dropdown>
        <Stack gap={4}>
          <Text size="sm" fw={600}>
            {label}
          </Text>
          <Text size="sm" component="div">
            {explanation}
          </Text>
        </Stack>
      </HoverCard.Dropdown>
    </HoverCard>
  )
}
