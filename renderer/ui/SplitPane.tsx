import { useMediaQuery } from '@mantine/hooks'
import { type ReactNode, useMemo, useState } from 'react'
import { createPortal } from 'react-dom'
import { Group, type Layout, Panel, Separator } from 'react-resizable-panels'
import { type Homes, homeOf, PlaceKeeper, Slot } from './homes.tsx'
import classes from './SplitPane.module.css'

interface Pane {
  id: string
  content: ReactNode
  /** Numbers are pixels, strings with `%` shares of the whole. */
  size?: string | number
  min?: string | number
  max?: string | number
  /** Keeps its pixels when the window changes. */
  isFixed?: boolean
}

interface SplitPaneProps {
  /** The sizes are kept under this name. */
  id: string
  direction?: 'horizontal' | 'vertical'
  panes: readonly Pane[]
  /** The one pane that there is room for; the others are not there. */
  only?: string | undefined
}

/** Below this (a small window, or 400% zoom) panes stand below one another and the whole scrolls. */
const NARROW = '(max-width: 700px)'

const storageKey = (id: string) => `galley.split.${id}`

/** A layout kept earlier; anything else in its place is as good as nothing. */
function readLayout(id: string, panes: readonly Pane[]): Layout | undefined {
  try {
    const layout: unknown = JSON.parse(localStorage.getItem(storageKey(id)) ?? 'null')
    if (typeof layout !== 'object' || layout === null) return undefined
    const isWhole = panes.every((pane) => typeof Reflect.get(layout, pane.id) === 'number')
    return isWhole ? (layout as Layout) : undefined
  } catch {
    return undefined
  }
}

/**
 * Panes with draggable, keyboard-movable borders that remember where they were left. A window that becomes
 * narrow or wide moves them and makes nothing anew: what was typed, opened and undone in them stays.
 */
export function SplitPane({ id, direction = 'horizontal', panes, only }: SplitPaneProps) {
  const isNarrow = useMediaQuery(NARROW, undefined, { getInitialValueInEffect: false })
  const [homes] = useState(() => new Map<string, HTMLElement>())
  const shown = only === undefined ? panes : panes.filter((pane) => pane.id === only)
  const form = shown.length === 1 ? 'alone' : isNarrow ? 'stacked' : 'split'
  return (
    <PlaceKeeper form={form} homes={homes}>
      {form === 'split' ? (
        <Split id={id} direction={direction} panes={shown} homes={homes} />
      ) : (
        <div className={classes.stack}>
          {shown.map((pane) => (
            <div key={pane.id} className={classes.stacked}>
              <Slot home={homeOf(homes, pane.id)} />
            </div>
          ))}
        </div>
      )}
      {/* Behind their slots: what measures itself when it appears has its place on the screen by then. */}
      {shown.map((pane) => createPortal(pane.content, homeOf(homes, pane.id), pane.id))}
    </PlaceKeeper>
  )
}

type SplitProps = Required<Pick<SplitPaneProps, 'id' | 'direction' | 'panes'>> & { homes: Homes }

function Split({ id, direction, panes, homes }: SplitProps) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the kept layout only counts when the panes appear
  const layout = useMemo(() => readLayout(id, panes), [id])
  return (
    <Group
      id={id}
      orientation={direction}
      className={classes.group}
      {...(layout ? { defaultLayout: layout } : {})}
      onLayoutChanged={(next) => localStorage.setItem(storageKey(id), JSON.stringify(next))}
    >
      {panes.map((pane, place) => [
        place > 0 && (
          <Separator
            key={`${pane.id}-edge`}
            className={classes.edge}
            data-direction={direction}
            aria-label={`Resize ${pane.id}`}
          />
        ),
        <Panel
          key={pane.id}
          id={pane.id}
          className={classes.pane}
          {...(pane.size === undefined ? {} : { defaultSize: pane.size })}
          {...(pane.min === undefined ? {} : { minSize: pane.min })}
          {...(pane.max === undefined ? {} : { maxSize: pane.max })}
          groupResizeBehavior={pane.isFixed ? 'preserve-pixel-size' : 'preserve-relative-size'}
        >
          <Slot home={homeOf(homes, pane.id)} />
        </Panel>,
      ])}
    </Group>
  )
}
