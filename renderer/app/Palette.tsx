import { Group, Kbd, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { Spotlight } from '@mantine/spotlight'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { type Command, useAllCommands } from '../ui/shell/commands.ts'
import type { Destination, Feature } from '../ui/shell/feature.ts'
import { leaveFor } from '../ui/shell/leave.ts'
import { navigate } from '../ui/shell/route.ts'
import { shortcutKeys } from '../ui/shell/shortcut.ts'
import { features } from './features.ts'
import { type PaletteScope, paletteStore, usePaletteScope } from './palette-state.ts'

interface Found {
  readonly feature: Feature
  readonly destinations: readonly Destination[]
}

/** Every word typed has to begin a word of the command. */
function matches(command: Command, query: string): boolean {
  const text = ` ${command.title} ${command.group} ${command.keywords ?? ''}`.toLowerCase()
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}

/** What a feature finds at once, or what takes its time. */
type Way = 'find' | 'findFar'

const noAnswer = { query: '', found: [] }

const hasAny = ({ destinations }: Found) => destinations.length > 0

/** Of what was found for an earlier query, that which also bears the name typed now. */
const naming =
  (query: string) =>
  ({ feature, destinations }: Found): Found => ({
    feature,
    destinations: destinations.filter(({ title }) =>
      title.toLowerCase().includes(query.toLowerCase()),
    ),
  })

interface Asked {
  readonly query: string
  readonly scope: PaletteScope
  readonly isOpen: boolean
}

/** Objects by name, from every feature that can find; a feature that fails finds nothing. */
function useFound(way: Way, { query, scope, isOpen }: Asked): readonly Found[] {
  const [answer, setAnswer] = useState<{ query: string; found: readonly Found[] }>(noAnswer)
  const [settled] = useDebouncedValue(query, 80)
  useEffect(() => {
    if (!isOpen) return
    let isCurrent = true
    const asked = features.filter((one) => scope === 'everything' || one.id === scope)
    const searches = asked.map(async (feature) => ({
      feature,
      destinations: (await feature[way]?.(settled).catch(() => [])) ?? [],
    }))
    void Promise.all(searches).then((all) => {
      if (isCurrent) setAnswer({ query: settled, found: all.filter(hasAny) })
    })
    return () => {
      isCurrent = false
    }
  }, [settled, scope, isOpen, way])
  // Until the answer to what is typed now is there, Enter must not open what was found before.
  return answer.query === query ? answer.found : answer.found.map(naming(query)).filter(hasAny)
}

/**
 * What is found comes a moment after the letters, and takes the mark of the first line along: Enter would
 * do nothing. Without a mark the first line has it.
 */
function useFirstSelected(): void {
  useEffect(() => {
    const list = document.getElementById(paletteStore.getState().listId)
    if (list === null || list.querySelector('[data-selected]') !== null) return
    list.querySelector('[data-action]')?.setAttribute('data-selected', 'true')
    paletteStore.updateState((state) => ({ ...state, selected: 0 }))
  })
}

/** Once the field is there: the library's own way comes a turn later. */
const focusNow = (field: HTMLInputElement | null) => queueMicrotask(() => field?.focus())

/** Ctrl/Cmd-K: everything one can do and everywhere one can go, by typing a part of its name. */
export function Palette() {
  const [query, setQuery] = useState('')
  const [isOpen, setOpen] = useState(false)
  const scope = usePaletteScope((state) => state.scope)
  const table = useAllCommands()
  const near = useFound('find', { query, scope, isOpen })
  const far = useFound('findFar', { query, scope, isOpen })
  const commands = scope === 'everything' ? table.filter((one) => matches(one, query)) : []
  useFirstSelected()
  return (
    <Spotlight.Root
      store={paletteStore}
      shortcut={null}
      query={query}
      onQueryChange={setQuery}
      onSpotlightOpen={() => setOpen(true)}
      onSpotlightClose={() => setOpen(false)}
      scrollable
      maxHeight={420}
      attributes={{ content: { 'aria-label': 'Palette' } }}
      // The kit's paler text on the marked line has too little contrast.
      styles={{ actionDescription: { opacity: 1 } }}
      overlayProps={{ blur: 0, backgroundOpacity: 0.35 }}
      // Typed on at once after Ctrl/Cmd-K, the first letters belong here.
      transitionProps={{ duration: 0 }}
    >
      <Spotlight.Search
        ref={focusNow}
        aria-label={scope === 'everything' ? 'Search commands and objects' : 'Search templates'}
        placeholder={scope === 'everything' ? 'Do something or go somewhere' : 'Open a template'}
        leftSection={<IconSearch size={18} stroke={1.6} aria-hidden />}
      />
      <Spotlight.ActionsList>
        {near.length + far.length === 0 && commands.length === 0 && (
          <Spotlight.Empty>Nothing has such a name.</Spotlight.Empty>
        )}
        <FoundGroups found={near} labelOf={({ title }) => title} />
        <FoundGroups found={far} labelOf={({ title, farTitle = title }) => farTitle} />
        {commands.length > 0 && (
          <Spotlight.ActionsGroup label="Commands">
            {commands.map((command) => (
              <CommandAction key={command.id} command={command} />
            ))}
          </Spotlight.ActionsGroup>
        )}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  )
}

interface FoundGroupsProps {
  readonly found: readonly Found[]
  readonly labelOf: (feature: Feature) => string
}

function FoundGroups({ found, labelOf }: FoundGroupsProps) {
  return found.map(({ feature, destinations }) => (
    <Spotlight.ActionsGroup key={feature.id} label={labelOf(feature)}>
      {destinations.slice(0, 8).map((one) => (
        <Spotlight.Action
          key={one.id}
          label={one.title}
          description={one.detail}
          leftSection={<feature.icon size={18} stroke={1.6} aria-hidden />}
          onClick={() => (one.href.startsWith('#') ? navigate : leaveFor)(one.href)}
        />
      ))}
    </Spotlight.ActionsGroup>
  ))
}

function CommandAction({ command }: { command: Command }) {
  const Icon = command.icon
  return (
    <Spotlight.Action onClick={command.run}>
      <Group wrap="nowrap" w="100%" gap="sm">
        {Icon && <Icon size={18} stroke={1.6} aria-hidden />}
        <Text size="sm" flex={1}>
          {command.title}
        </Text>
        {command.shortcut !== undefined && <Keys shortcut={command.shortcut} />}
      </Group>
    </Spotlight.Action>
  )
}

/** A shortcut as keys. */
export function Keys({ shortcut }: { shortcut: string }) {
  return (
    <Group gap={3} wrap="nowrap">
      {shortcutKeys(shortcut).map((key) => (
        <Kbd key={key} size="xs">
          {key}
        </Kbd>
      ))}
    </Group>
  )
}
