import { raise, raiseTypeError } from '../errors.ts'
import { textArgument } from '../methods/text.ts'
import { capture, countSteps, type Frame, type Runtime } from '../runtime/frame.ts'
import { missingWithHint } from '../runtime/missing.ts'
import { TemplateModule } from '../runtime/references.ts'
import { newScope, runTemplate } from '../runtime/run.ts'
import type { CompiledUnit, Execute } from '../runtime/template.ts'
import type { FromImport, Import, Include } from '../syntax/ast.ts'
import { sequenceItems, textOf, type Value } from '../values/types.ts'
import { refuseMissing } from '../values/undefined.ts'
import { compileLocals } from './blocks.ts'
import { type Compilation, type Place, writer } from './context.ts'
import { compileExpression } from './expressions.ts'
import { compileExport } from './statements.ts'

const tryTemplate = (rt: Runtime, name: Value): CompiledUnit | undefined => {
  refuseMissing(name)
  const text = textArgument(name)
  countSteps(rt)
  if (rt.env.load === null) raiseTypeError('There are no partials that this template could use.')
  return rt.env.load(text)
}

/** The partial of that name; TemplateNotFound if there is none. */
export const findTemplate = (rt: Runtime, name: Value): CompiledUnit =>
  tryTemplate(rt, name) ?? raiseNotFound(name)

/** The first partial that exists of one name or a list of names. */
const selectTemplate = (rt: Runtime, names: Value): CompiledUnit | undefined => {
  const list = sequenceItems(names)
  if (!list) return tryTemplate(rt, names)
  for (const name of list) {
    const template = tryTemplate(rt, name)
    if (template) return template
  }
  return undefined
}

const raiseNotFound: (names: Value) => never = (names) => {
  const list = sequenceItems(names)
  const shown = (list ?? [names]).map((name) => `\`${textOf(name) ?? ''}\``).join(', ')
  return list
    ? raise('TemplatesNotFound', `None of the partials ${shown} exists.`)
    : raise('TemplateNotFound', `There is no partial named ${shown}.`)
}

/**
 * Renders a partial in place; with context (the default) it sees the variables around the tag.
 */
export function compileInclude(c: Compilation, place: Place, node: Include): Execute {
  const names = compileExpression(c, place, node.template)
  const locals = node.withContext ? compileLocals(place) : null
  return (frame) => {
    const { rt, scope } = frame
    const wanted = names(frame)
    rt.at = node.template.at
    const template = selectTemplate(rt, wanted)
    if (!template) {
      if (node.ignoreMissing) return 0
      raiseNotFound(wanted)
    }
    const parents = locals === null ? [rt.env.names] : scope.all(locals(frame))
    runTemplate(rt, template, newScope(template, parents))
    return 0
  }
}

/** Runs a template for its top-level names. */
const compileModule = (
  c: Compilation,
  place: Place,
  node: Import | FromImport,
): ((frame: Frame) => TemplateModule) => {
  const name = compileExpression(c, place, node.template)
  const locals = node.withContext ? compileLocals(place) : null
  return (frame) => {
    const { rt, scope } = frame
    const wanted = name(frame)
    rt.at = node.template.at
    const template = findTemplate(rt, wanted)
    const inside = newScope(template, locals === null ? [rt.env.names] : scope.all(locals(frame)))
    const text = capture(rt, () => runTemplate(rt, template, inside))
    const exported = new Map([...inside.vars].filter(([key]) => inside.exported.has(key)))
    return new TemplateModule(exported, template.origin.name ?? '', text)
  }
}

/** `import … as name`: the partial runs for its macros and variables, its text is not printed. */
export function compileImport(c: Compilation, place: Place, node: Import): Execute {
  const load = compileModule(c, place, node)
  const write = writer(place.symbols, node.target)
  const publish = compileExport(place, [node.target])
  return (frame) => {
    write(frame, load(frame))
    publish(frame)
    // Imported names can be used by blocks but are not exported further.
    if (place.isTopLevel) frame.scope.exported.delete(node.target)
    return 0
  }
}

/** `from … import names`; a name that is not exported is undefined until it is used. */
export function compileFrom(c: Compilation, place: Place, node: FromImport): Execute {
  const load = compileModule(c, place, node)
  const aliases = node.names.map(({ alias }) => alias)
  const writes = node.names.map(({ name, alias }) => ({
    name,
    write: writer(place.symbols, alias),
  }))
  const publish = compileExport(place, aliases)
  return (frame) => {
    const module = load(frame)
    for (const { name, write } of writes) {
      const hint = `the imported template does not export the name \`${name}\``
      const value = module.names.get(name)
      write(frame, value === undefined ? missingWithHint(frame.rt, hint, name) : value)
    }
    publish(frame)
    if (place.isTopLevel) for (const alias of aliases) frame.scope.exported.delete(alias)
    return 0
  }
}
