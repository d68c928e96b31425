import { Group, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './PageHeader.module.css'

interface PageHeaderProps {
  title: string
  /** Badges and facts beside the title. */
  facts?: ReactNode
  actions?: ReactNode
}

/** Name of the page on the left, what one can do with it on the right. */
export function PageHeader({ title, facts, actions }: PageHeaderProps) {
  return (
    <header className={classes.header}>
      <Group gap="xs" wrap="nowrap" className={classes.name}>
        <Title order={1} className="truncate" title={title}>
          {title}
        </Title>
        <Group gap={6} wrap="nowrap" className={classes.facts}>
          {facts}
        </Group>
      </Group>
      <Group gap={6} className={classes.actions}>
        {actions}
      </Group>
    </header>
  )
}
