import { useMantineTheme } from '@mantine/core'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef } from 'react'
import { useKeptScroll } from './use-kept-scroll.ts'
import classes from './VirtualList.module.css'

interface VirtualListProps<Item> {
  label: string
  items: readonly Item[]
  getKey: (item: Item) => string
  /** In pixels, when rows stand comfortably; the density scales it. */
  rowHeight: number
  selectedKey: string | undefined
  onSelect: (item: Item) => void
  children: (item: Item) => ReactNode
  /** Another one begins the list at its top again: its rows answer another question. */
  topKey?: unknown
  /** Called when the last rows come into sight. */
  onEndReached?: () => void
}

const moves: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: 10,
  PageUp: -10,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
}

/** A listbox of any length: only the rows in sight are in the page. Arrow keys move the selection. */
export function VirtualList<Item>(props: VirtualListProps<Item>) {
  const { items, getKey, selectedKey, onSelect, onEndReached } = props
  const rowHeight = Math.round(props.rowHeight * useMantineTheme().scale)
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 4,
  })
  const rows = virtual.getVirtualItems()
  const last = rows.at(-1)?.index ?? 0
  useEffect(() => {
    if (last >= items.length - 20) onEndReached?.()
  }, [last, items.length, onEndReached])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another height is the reason to measure
  useEffect(() => virtual.measure(), [virtual, rowHeight])
  const { topKey } = props
  const shownKey = useRef(topKey)
  useLayoutEffect(() => {
    if (shownKey.current === topKey) return
    shownKey.current = topKey
    // Asked of the list, not of the page: that would lay it out first.
    if (scroller.current !== null && virtual.scrollOffset !== 0) scroller.current.scrollTop = 0
  }, [virtual, topKey])
  useKeptScroll(scroller, `list/${props.label}`)

  const selected = items.findIndex((item) => getKey(item) === selectedKey)
  const onKeyDown = (event: KeyboardEvent) => {
    const move = moves[event.key]
    if (move === undefined || items.length === 0) return
    event.preventDefault()
    const next = Math.max(0, Math.min(items.length - 1, selected + move))
    const item = items[next]
    if (item === undefined) return
    virtual.scrollToIndex(next)
    onSelect(item)
  }

  return (
    <div
      ref={scroller}
      className={classes.scroller}
      role="listbox"
      aria-label={props.label}
      tabIndex={0}
      onKeyDown={onKeyDown}
      {...(selected >= 0 ? { 'aria-activedescendant': `${props.label}-${selected}` } : {})}
    >
      <div className={classes.space} style={{ height: virtual.getTotalSize() }} role="presentation">
        {rows.map((row) => {
          const item = items[row.index]
          if (item === undefined) return null
          return (
            // biome-ignore lint/a11y/useFocusableInteractive lint/a11y/useKeyWithClickEvents: the listbox holds the focus and the keys
            <div
              // By its place: other items take over what is drawn already, which is much less work.
              key={row.key}
              id={`${props.label}-${row.index}`}
              className={classes.row}
              role="option"
              aria-selected={row.index === selected}
              aria-setsize={items.length}
              aria-posinset={row.index + 1}
              style={{ height: row.size, top: row.start }}
              onClick={() => onSelect(item)}
            >
              {props.children(item)}
            </div>
          )
        })}
      </div>
    </div>
  )
}
