import type { Icon } from '@tabler/icons-react'
import type { ComponentType } from 'react'
import type { Command, CommandInfo } from './commands.ts'
import type { Route } from './route.ts'

/** An object the palette can go to. */
export interface Destination {
  readonly id: string
  readonly title: string
  readonly detail: string
  /** A hash of this page, or an address that takes its place. */
  readonly href: string
}

/** Something changed behind the pages; the noun and the id of the thing. */
export interface ChangeNotice {
  readonly noun: string
  readonly id: string | null
}

/**
 * What a noun gives to the shell. The shell knows no noun: it shows the rail, the list, the tabs,
 * the palette and hands changes on. A new noun is a folder with one of these.
 */
export interface Feature {
  /** First part of every route of this feature. */
  readonly id: string
  readonly title: string
  readonly icon: Icon
  /** Left of the page; absent where one page is all there is. */
  readonly List?: ComponentType<{ route: Route }>
  readonly Page: ComponentType<{ route: Route }>
  /** The dialogs of its commands: they open over any page, and no page has to change for it. */
  readonly Dialogs?: ComponentType
  /** What the status bar tells of it everywhere. */
  readonly Status?: ComponentType
  /** What a tab is called before its page says so, e.g. after a restart. */
  readonly tabTitle: (route: Route) => string
  readonly commands?: readonly Command[]
  /** What its pages add while they are shown, for the cheat sheet, which tells of all. */
  readonly pageCommands?: readonly CommandInfo[]
  /** Finds objects by name for the palette; an empty query asks for the latest. */
  readonly find?: (query: string) => Promise<readonly Destination[]>
  /** Finds what takes a while, or lies in a shared store: asked apart, and shown behind the rest. */
  readonly findFar?: (query: string) => Promise<readonly Destination[]>
  /** What `findFar` finds, as in "Cases". */
  readonly farTitle?: string
  readonly onChange?: (change: ChangeNotice) => void
  /** Called whenever the line to the core is (again) there: what happened before was not seen. */
  readonly onConnected?: () => void
}
