import { ActionIcon, Group, Text, Tooltip } from '@mantine/core'
import type { Icon } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { Resource } from './resource.ts'
import { State } from './State.tsx'

/** The one thing a list offers beside its title: a place to go to, or something to open here. */
export type ListAction = { label: string; icon: Icon } & (
  | { href: string }
  | { onClick: () => void }
)

interface ListPaneProps<Value> {
  readonly title: string
  readonly action: ListAction
  readonly resource: Resource<Value>
  /** What the list is narrowed to, with the way out of it. */
  readonly filter?: ReactNode
  /** What to show instead of the list; false where there is something to list. */
  readonly empty: (value: Value) => ReactNode
  readonly children: (value: Value) => ReactNode
}

/** The list beside a page: a title, an action, and below them a list in one of its states. */
export function ListPane<Value>({
  title,
  action,
  resource,
  filter,
  empty,
  children,
}: ListPaneProps<Value>) {
  const sign = <action.icon size={16} aria-hidden />
  return (
    <>
      <Group p="xs" justify="space-between">
        <Text size="sm" fw={600}>
          {title}
        </Text>
        <Tooltip label={action.label}>
          {'href' in action ? (
            <ActionIcon
              variant="default"
              component="a"
              href={action.href}
              aria-label={action.label}
            >
              {sign}
            </ActionIcon>
          ) : (
            <ActionIcon variant="default" onClick={action.onClick} aria-label={action.label}>
              {sign}
            </ActionIcon>
          )}
        </Tooltip>
      </Group>
      {filter && (
        <Group px="xs" pb="xs">
          {filter}
        </Group>
      )}
      <div style={{ flex: 1, minHeight: 0 }}>
        <State resource={resource} empty={empty}>
          {children}
        </State>
      </div>
    </>
  )
}

/** An entry of two lines: its name, and what tells it from the others. */
export function ListEntry({ name, detail, hint }: { name: string; detail: string; hint?: string }) {
  return (
    <div style={{ minWidth: 0 }}>
      <Text size="sm" className="truncate">
        {name}
      </Text>
      <Text size="xs" c="dimmed" className="truncate" title={hint}>
        {detail}
      </Text>
    </div>
  )
}
