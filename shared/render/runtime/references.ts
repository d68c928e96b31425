import { type Kwargs, Markup, PyObject, type Value } from '../values/types.ts'
import { PyCallable } from './builtin.ts'
import { capture, type Runtime } from './frame.ts'
import { missingWithHint } from './missing.ts'
import { runBlock } from './run.ts'
import type { Scope } from './scope.ts'
import type { CompiledBlock } from './template.ts'

/** `self`: the blocks of the template as functions. */
export class TemplateReference extends PyObject {
  readonly typeName = 'TemplateReference'
  readonly #scope: Scope
  constructor(scope: Scope) {
    super()
    this.#scope = scope
  }

  override attribute(name: string): Value | undefined {
    return this.#scope.blocks.has(name) ? new BlockReference(name, this.#scope, 0) : undefined
  }

  pyRepr(): string {
    const name = this.#scope.templateName
    return `<TemplateReference ${name === null ? 'None' : `'${name}'`}>`
  }
}

/** A block that can be called: from `self`, or as `super`. */
class BlockReference extends PyCallable {
  readonly typeName = 'BlockReference'
  readonly #name: string
  readonly #scope: Scope
  readonly #depth: number
  constructor(name: string, scope: Scope, depth: number) {
    super()
    this.#name = name
    this.#scope = scope
    this.#depth = depth
  }

  override attribute(name: string): Value | undefined {
    if (name !== 'super') return undefined
    const isThere = this.#depth + 1 < (this.#scope.blocks.get(this.#name)?.length ?? 0)
    return isThere ? new BlockReference(this.#name, this.#scope, this.#depth + 1) : undefined
  }

  call(rt: Runtime, _args: Value[], _kwargs: Kwargs | null): Value {
    const block = this.#scope.blocks.get(this.#name)?.[this.#depth]
    const text = !block ? '' : capture(rt, () => runBlock(rt, block, this.#scope))
    return rt.autoescape ? new Markup(text) : text
  }
}

/** `super` inside a block: the same block of the template extended. */
export const superBlock = (
  rt: Runtime,
  scope: Scope,
  name: string,
  own: CompiledBlock | null,
): Value => {
  const stack = scope.blocks.get(name) ?? []
  const depth = own === null ? 0 : stack.indexOf(own) + 1
  if (depth > 0 && depth < stack.length) return new BlockReference(name, scope, depth)
  return missingWithHint(rt, 'super', `there is no parent block called \`${name}\``)
}

/** What an import gives: the exported names of a template, and its text when printed. */
export class TemplateModule extends PyObject {
  readonly typeName = 'TemplateModule'
  declare readonly names: ReadonlyMap<string, Value>
  readonly #title: string
  readonly #text: string
  constructor(names: ReadonlyMap<string, Value>, title: string, text: string) {
    super()
    this.names = names
    this.#title = title
    this.#text = text
  }

  override attribute(name: string): Value | undefined {
    return this.names.get(name)
  }

  pyStr(): string {
    return this.#text
  }

  pyRepr(): string {
    return `<TemplateModule '${this.#title}'>`
  }
}
