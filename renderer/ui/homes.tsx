import { Component, type ReactNode, useCallback } from 'react'
import classes from './SplitPane.module.css'

/*
 * Content that changes its place on the page and stays what it is. React makes anew what moves in its
 * tree; so each content is drawn into an element of its own, its home, and the home is moved.
 */

export type Homes = Map<string, HTMLElement>

/** The home of a content by its name, made when it is first asked for. */
export function homeOf(homes: Homes, name: string): HTMLElement {
  const known = homes.get(name)
  if (known !== undefined) return known
  const home = document.createElement('div')
  home.className = classes.home ?? ''
  homes.set(name, home)
  return home
}

/** Where a home stands now. */
export function Slot({ home }: { home: HTMLElement }) {
  const take = useCallback((slot: HTMLElement | null) => slot?.append(home), [home])
  return <div ref={take} className={classes.home} />
}

interface PlaceKeeperProps {
  /** Homes move when it changes. */
  form: string
  homes: Homes
  children: ReactNode
}

/** Gives back what the browser takes from elements that move: the focus, and how far they are scrolled. */
export class PlaceKeeper extends Component<PlaceKeeperProps> {
  override getSnapshotBeforeUpdate({ form }: PlaceKeeperProps): (() => void) | null {
    return form === this.props.form ? null : notePlaces(this.props.homes)
  }

  override componentDidUpdate(
    _: PlaceKeeperProps,
    __: unknown,
    giveBack: (() => void) | null,
  ): void {
    giveBack?.()
  }

  override render(): ReactNode {
    return this.props.children
  }
}

function notePlaces(homes: Homes): () => void {
  const { activeElement } = document
  const scrolled = [...homes.values()]
    .flatMap((home) => [...home.querySelectorAll('*')])
    .filter(({ scrollTop, scrollLeft }) => scrollTop > 0 || scrollLeft > 0)
    .map((element) => ({ element, top: element.scrollTop, left: element.scrollLeft }))
  return () => {
    for (const { element, top, left } of scrolled) element.scrollTo({ top, left })
    const isLost = activeElement !== document.activeElement
    if (isLost && activeElement instanceof HTMLElement) activeElement.focus({ preventScroll: true })
  }
}
