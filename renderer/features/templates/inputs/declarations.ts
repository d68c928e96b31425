import { tellUndo } from '../../../ui/ask.tsx'
import { editContent, useDrafts } from '../drafts.ts'
import type { Usage } from '../preview/used.ts'
import { newVariable } from './variables.ts'

/** Puts names into the input schema, as the text uses them; those that are there already stay. */
export function declare(template: string, names: readonly string[], usage: Usage | null): void {
  editContent(template, (content) => {
    const declared = new Set(content.variables.map(({ name }) => name))
    const missing = names.filter((name) => !declared.has(name))
    const made = missing.map((name) => newVariable(name, usage))
    return { ...content, variables: [...content.variables, ...made] }
  })
}

/** Takes names out of the input schema; a click brings them back to their places. */
export function removeDeclarations(template: string, names: readonly string[]): void {
  const before = useDrafts.getState().open[template]?.content.variables ?? []
  const edit = (change: (variables: typeof before) => typeof before) =>
    editContent(template, (content) => ({ ...content, variables: change(content.variables) }))
  const putBack = (now: typeof before) =>
    before.reduce((out, variable, place) => {
      const isGone =
        names.includes(variable.name) && !out.some(({ name }) => name === variable.name)
      return isGone ? out.toSpliced(place, 0, variable) : out
    }, now)
  edit((now) => now.filter(({ name }) => !names.includes(name)))
  tellUndo(`${names.join(', ')} removed.`, () => edit(putBack))
}
