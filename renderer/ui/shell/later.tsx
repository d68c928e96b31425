import { type ComponentType, lazy } from 'react'

/**
 * A part of the pages that is fetched when it is first shown, so that the shell paints before any
 * editor, grid or chart is read. After a failed fetch (the host was away) showing it again asks again;
 * React's own `lazy` would keep the failure for good.
 */
export function later<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props> {
  const fetchPart = async () => {
    try {
      return { default: await load() }
    } catch (error) {
      Part = lazy(fetchPart)
      throw error
    }
  }
  let Part = lazy(fetchPart)
  return function Later(props: Props) {
    return <Part {...props} />
  }
}
