import { create } from 'zustand'
import { persist } from 'zustand/middleware'
import { homeWorkspace } from '#shared/contract/workspace-shelf.ts'
import { workspaceOf } from '../rpc/workspace.ts'
import { formatRoute, navigate, parseRoute, type Route } from '../ui/shell/route.ts'
import { useTitles } from '../ui/shell/titles.ts'

export interface Tab {
  /** `templates/ID`: one tab per object, wherever in it one is. */
  readonly key: string
  /** The last place inside the object, to come back to. */
  readonly href: string
  /** What its page called it last: after a restart the others are not mounted to say so. */
  readonly title?: string
}

interface Tabs {
  readonly tabs: readonly Tab[]
  readonly lastHref: string
}

const START = formatRoute(['start'])

const workspace = workspaceOf(window) ?? homeWorkspace

/** Open tabs, kept per browser profile so that a restart restores them. */
export const useTabs = create<Tabs>()(
  persist((): Tabs => ({ tabs: [{ key: 'start', href: START }], lastHref: START }), {
    // Objects of one workspace are unknown to the others.
    name: workspace === homeWorkspace ? 'galley.tabs' : `galley.tabs.${workspace}`,
  }),
)

const singlePages = new Set(['start', 'settings'])

/** Key of the tab a route opens; null for a bare list without a chosen object. */
export function tabKey(route: Route): string | null {
  const [feature, object] = route.path
  if (feature === undefined) return 'start'
  if (object !== undefined) return `${feature}/${object}`
  return singlePages.has(feature) ? feature : null
}

/** Opens the tab of a route, or notes the new place inside it. */
export function noteRoute(route: Route): void {
  const href = formatRoute(route.path, route.query)
  const key = tabKey(route)
  useTabs.setState(({ tabs }) => {
    if (key === null) return { lastHref: href }
    const isOpen = tabs.some((tab) => tab.key === key)
    const next = isOpen
      ? tabs.map((tab) => (tab.key === key ? { ...tab, href } : tab))
      : [...tabs, { key, href }]
    return { tabs: next, lastHref: href }
  })
}

useTitles.subscribe(({ titles }) => {
  const named = ({ key, ...tab }: Tab): Tab => {
    const title = titles[key]
    return title === undefined ? { key, ...tab } : { key, ...tab, title }
  }
  useTabs.setState(({ tabs }) => ({ tabs: tabs.map(named) }))
})

/** Closes a tab; where it was the shown one, its neighbour is shown. */
export function closeTab(key: string): void {
  const { tabs } = useTabs.getState()
  const place = tabs.findIndex((tab) => tab.key === key)
  if (place < 0) return
  const left = tabs.filter((tab) => tab.key !== key)
  useTabs.setState({ tabs: left })
  if (tabKey(parseRoute(window.location.hash)) !== key) return
  navigate((left[place] ?? left[place - 1])?.href ?? START)
}

/** Shows the next (1) or previous (-1) tab, round and round. */
export function stepTab(step: 1 | -1): void {
  const { tabs } = useTabs.getState()
  const current = tabKey(parseRoute(window.location.hash))
  const place = tabs.findIndex((tab) => tab.key === current)
  const next = tabs[(place + step + tabs.length) % tabs.length]
  if (next !== undefined) navigate(next.href)
}

/** Opened without a place in the URL: go back to where one was. */
export function restorePlace(): void {
  if (window.location.hash.length > 1) return
  navigate(useTabs.getState().lastHref, { replace: true })
}
