import { importsOf, sourceFiles } from './imports.ts'

/** Which own files each file imports (values and types alike), for all files below the folders. */
function graphOf(folders: readonly string[]): Map<string, string[]> {
  const files = folders.flatMap(sourceFiles)
  const known = new Set(files)
  return new Map(
    files.map((file) => [
      file,
      importsOf(file).flatMap(({ to }) => (to !== null && known.has(to) ? [to] : [])),
    ]),
  )
}

/**
 * Groups of files that import each other in a circle, by Tarjan's algorithm (strongly connected
 * components). A circle through a type counts too: files that need each other to be understood
 * are one idea in two places, or two ideas of which one is in the wrong place.
 *
 * @returns each circle as a sorted list of paths; none is the aim
 */
export function importCircles(folders: readonly string[]): string[][] {
  const graph = graphOf(folders)
  const order = new Map<string, number>()
  const open: string[] = []
  const circles: string[][] = []
  const visit = (file: string): number => {
    const index = order.size
    order.set(file, index)
    open.push(file)
    let low = index
    for (const next of graph.get(file) ?? []) {
      if (!order.has(next)) low = Math.min(low, visit(next))
      else if (open.includes(next)) low = Math.min(low, order.get(next) ?? index)
    }
    if (low === index) {
      const circle = open.splice(open.indexOf(file))
      if (circle.length > 1) circles.push(circle.sort())
    }
    return low
  }
  for (const file of graph.keys()) if (!order.has(file)) visit(file)
  return circles
}
