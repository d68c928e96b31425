import { IconX } from '@tabler/icons-react'
import { type MouseEvent, useEffect, useRef } from 'react'
import { parseRoute } from '../ui/shell/route.ts'
import { useSavingOf } from '../ui/shell/saving.ts'
import { useTitles } from '../ui/shell/titles.ts'
import { featureOf } from './features.ts'
import classes from './TabStrip.module.css'
import { closeTab, type Tab, useTabs } from './tabs.ts'

/** The open objects. Links, so that each can be copied, opened in a window and reached by keyboard. */
export function TabStrip({ activeKey }: { activeKey: string | null }) {
  const tabs = useTabs((state) => state.tabs)
  if (tabs.length === 0) return null
  return (
    <nav className={classes.strip} aria-label="Open tabs">
      {tabs.map((tab) => (
        <TabLink key={tab.key} tab={tab} isActive={tab.key === activeKey} />
      ))}
    </nav>
  )
}

function TabLink({ tab, isActive }: { tab: Tab; isActive: boolean }) {
  const route = parseRoute(tab.href)
  const feature = featureOf(route.path)
  const known = useTitles((state) => state.titles[tab.key])
  const title = known ?? tab.title ?? feature.tabTitle(route)
  const isPending = useSavingOf(tab.key) !== 'saved'
  const element = useRef<HTMLDivElement>(null)
  // A longer title pushes the tab out of sight again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the title is no input, its width is
  useEffect(() => {
    if (isActive) element.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [isActive, title])
  const closeOnMiddleClick = (event: MouseEvent) => {
    if (event.button !== 1) return
    event.preventDefault()
    closeTab(tab.key)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the middle click is an extra; the button beside does the same
    <div
      ref={element}
      className={classes.tab}
      data-active={isActive}
      onMouseDown={closeOnMiddleClick}
    >
      <a
        className={classes.link}
        href={tab.href}
        title={title}
        aria-current={isActive ? 'page' : undefined}
      >
        <feature.icon size={14} stroke={1.6} aria-hidden />
        <span className="truncate">{title}</span>
        {isPending && <span className={classes.dot} role="img" aria-label="Not saved yet" />}
      </a>
      <button
        type="button"
        className={classes.close}
        aria-label={`Close ${title}`}
        onClick={() => closeTab(tab.key)}
      >
        <IconX size={12} aria-hidden />
      </button>
    </div>
  )
}
