import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import {
  IconCommand,
  IconKeyboard,
  IconLayoutSidebar,
  IconSearch,
  IconSunMoon,
  IconX,
} from '@tabler/icons-react'
import { useMemo } from 'react'
import { type Command, useCommands } from '../ui/shell/commands.ts'
import { formatRoute, navigate, parseRoute } from '../ui/shell/route.ts'
import { features } from './features.ts'
import { openPalette } from './palette-state.ts'
import { openShortcutSheet } from './ShortcutSheet.tsx'
import { closeTab, stepTab, tabKey } from './tabs.ts'

const regions = ['rail', 'list', 'page']

/** Moves the focus to the next big part of the window: rail, list, page. */
function focusNextRegion(): void {
  const shown = regions.filter((name) => document.querySelector(`[data-region="${name}"]`))
  const now = document.activeElement?.closest('[data-region]')?.getAttribute('data-region')
  const next = shown[(shown.indexOf(now ?? '') + 1) % shown.length]
  const region = document.querySelector<HTMLElement>(`[data-region="${next}"]`)
  const inside = region?.querySelector<HTMLElement>('a, button, input, [tabindex="0"]')
  ;(next === 'page' ? region : inside)?.focus()
}

function closeCurrentTab(): void {
  const key = tabKey(parseRoute(window.location.hash))
  if (key !== null) closeTab(key)
}

const goTo: readonly Command[] = features.map((feature) => ({
  id: `go.${feature.id}`,
  title: `Go to ${feature.title}`,
  group: 'Go to',
  icon: feature.icon,
  run: () => navigate(formatRoute([feature.id])),
}))

const shell: readonly Command[] = [
  {
    id: 'shell.palette',
    title: 'All commands and objects',
    group: 'Galley',
    icon: IconCommand,
    shortcut: 'mod+k',
    run: () => openPalette('everything'),
  },
  {
    id: 'shell.openTemplate',
    title: 'Open a template by name',
    group: 'Galley',
    icon: IconSearch,
    shortcut: 'mod+p',
    run: () => openPalette('templates'),
  },
  {
    id: 'shell.shortcuts',
    title: 'Keyboard shortcuts',
    group: 'Galley',
    icon: IconKeyboard,
    shortcut: '?',
    run: openShortcutSheet,
  },
  {
    id: 'shell.nextRegion',
    title: 'Move to the next part of the window',
    group: 'Galley',
    icon: IconLayoutSidebar,
    shortcut: 'f6',
    run: focusNextRegion,
  },
  {
    id: 'tabs.close',
    title: 'Close the tab',
    group: 'Tabs',
    icon: IconX,
    shortcut: 'alt+w',
    run: closeCurrentTab,
  },
  { id: 'tabs.next', title: 'Next tab', group: 'Tabs', shortcut: 'alt+]', run: () => stepTab(1) },
  {
    id: 'tabs.previous',
    title: 'Previous tab',
    group: 'Tabs',
    shortcut: 'alt+[',
    run: () => stepTab(-1),
  },
]

const ofFeatures = features.flatMap((feature) => feature.commands ?? [])

/** The commands that are always there. */
export function useGlobalCommands(): void {
  const { setColorScheme } = useMantineColorScheme()
  const scheme = useComputedColorScheme('light')
  const theme = useMemo<Command[]>(
    () => [
      {
        id: 'shell.theme',
        title: scheme === 'dark' ? 'Use the light theme' : 'Use the dark theme',
        group: 'Galley',
        icon: IconSunMoon,
        keywords: 'dark light theme colours',
        run: () => setColorScheme(scheme === 'dark' ? 'light' : 'dark'),
      },
    ],
    [scheme, setColorScheme],
  )
  useCommands(goTo)
  useCommands(ofFeatures)
  useCommands(shell)
  useCommands(theme)
}
