import type { SyntaxNode } from './nunjucks-internals.ts'

/** A template that is refused before it is compiled; line and column count from 1. */
export class RefusedTemplate extends Error {
  readonly line: number
  readonly column: number

  constructor(message: string, node: SyntaxNode) {
    super(message)
    this.name = 'RefusedTemplate'
    this.line = node.lineno + 1
    this.column = node.colno + 1
  }
}

/**
 * nunjucks writes names into the JavaScript it generates without escaping them, and its lexer lets
 * quotes, backticks and semicolons into a name: `{{ a";code;" }}` would run code. So the tree is
 * checked before it is compiled: a name must look like a name, wherever one is expected.
 */
const identifier = /^[\p{L}_$][\p{L}\p{N}_$]*(?:\.[\p{L}_$][\p{L}\p{N}_$]*)*$/u

/** Fields that the compiler copies as names; a string literal there would be copied as it stands. */
const nameFields: Record<string, readonly string[]> = {
  Set: ['targets'],
  For: ['name'],
  AsyncEach: ['name'],
  AsyncAll: ['name'],
  Macro: ['name', 'args'],
  Caller: ['name', 'args'],
  Import: ['target'],
  FromImport: ['names'],
  Block: ['name'],
  Super: ['blockName', 'symbol'],
  Filter: ['name'],
  FilterAsync: ['name', 'symbol'],
  Is: ['right'],
}

const isNode = (value: unknown): value is SyntaxNode =>
  typeof value === 'object' && value !== null && 'typename' in value && 'fields' in value

/**
 * Walks a parsed template and refuses what nunjucks would turn into code or into an endless search.
 * @throws RefusedTemplate
 */
export function checkSyntaxTree(node: SyntaxNode): void {
  if (node.typename === 'CallExtension' || node.typename === 'CallExtensionAsync') {
    throw new RefusedTemplate('Tags of extensions cannot be used.', node)
  }
  if (node.typename === 'Literal') checkLiteral(node)
  if (node.typename === 'Symbol') checkName(node)
  if (node.typename === 'Pair') checkKey(node)
  const names = nameFields[node.typename] ?? []
  for (const field of node.fields) {
    for (const value of childrenOf(node, field)) {
      if (names.includes(field)) checkOnlyNames(value)
      else checkSyntaxTree(value)
    }
  }
}

/** A field holds a node, a list of nodes, or plain data that the parser chose itself. */
function childrenOf(node: SyntaxNode, field: string): SyntaxNode[] {
  const value = (node as unknown as Record<string, unknown>)[field]
  return (Array.isArray(value) ? value : [value]).filter(isNode)
}

function checkLiteral(node: SyntaxNode): void {
  if (!(node.value instanceof RegExp)) return
  throw new RefusedTemplate(
    'Regular expressions cannot be used in templates: some of them never end.',
    node,
  )
}

function checkName(node: SyntaxNode): void {
  const name = String(node.value)
  if (name === '__proto__' || !identifier.test(name)) {
    throw new RefusedTemplate(`${JSON.stringify(name)} is not a name that can be used here.`, node)
  }
}

function checkKey(pair: SyntaxNode): void {
  for (const key of childrenOf(pair, 'key')) {
    if (key.value === '__proto__') {
      throw new RefusedTemplate('A key cannot be called "__proto__".', key)
    }
  }
}

/** Names, lists of names, parameters with defaults, and for tests `name(arguments)`. */
function checkOnlyNames(node: SyntaxNode): void {
  if (node.typename === 'Symbol') {
    checkName(node)
  } else if (node.typename === 'Literal' && typeof node.value !== 'string') {
    // `is none` and `is true` are literals, and not strings.
    checkLiteral(node)
  } else if (node.typename === 'Pair') {
    for (const key of childrenOf(node, 'key')) checkOnlyNames(key)
    for (const value of childrenOf(node, 'value')) checkSyntaxTree(value)
  } else if (node.typename === 'FunCall') {
    for (const name of childrenOf(node, 'name')) checkOnlyNames(name)
    for (const value of childrenOf(node, 'args')) checkSyntaxTree(value)
  } else if (node.children) {
    for (const child of node.children) checkOnlyNames(child)
  } else {
    throw new RefusedTemplate('A name is expected here.', node)
  }
}
