import nunjucks from 'nunjucks'

/** A node of nunjucks' syntax tree; fields differ per type, so they are read by name. */
export interface SyntaxNode {
  readonly typename: string
  readonly fields: readonly string[]
  readonly children?: readonly SyntaxNode[]
  readonly value?: unknown
  readonly lineno: number
  readonly colno: number
}

/** What holds the variables of a render; only what the guard replaces is named. */
export interface ContextPrototype {
  init(context: object, blocks: object, environment: unknown): void
  lookup(name: string): unknown
}

/**
 * The parts of nunjucks 3.2.4 that its types leave out and the guard needs. They are exported by the
 * package, but its authors promise nothing about them: the version is pinned, and the hostile
 * templates of the tests say whether a newer one still fits.
 */
export const internals = nunjucks as unknown as {
  parser: { parse(text: string, extensions: readonly unknown[], options: object): SyntaxNode }
  compiler: {
    Compiler: { prototype: { _getNodeName(node: SyntaxNode): string } }
  }
  runtime: {
    memberLookup(target: unknown, key: unknown): unknown
    ensureDefined(value: unknown, line: number, column: number): unknown
  }
  Environment: typeof nunjucks.Environment
  Template: typeof nunjucks.Template
}

export interface NunjucksEnvironment {
  filters: Record<string, unknown>
  tests: Record<string, unknown>
  globals: Record<string, unknown>
}
