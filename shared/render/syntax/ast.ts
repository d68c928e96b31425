/** The syntax tree. `at` is an offset into the template's text, for error positions. */

/** A literal; ints and floats are kept apart from the start. */
export type ConstValue =
  | { readonly type: 'none' }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'int'; readonly value: number | bigint }
  | { readonly type: 'float'; readonly value: number }
  | { readonly type: 'str'; readonly value: string }

/** Arithmetic, which is also what joins texts and lists. */
export type BinaryOperator = '+' | '-' | '*' | '/' | '//' | '%' | '**'
/** Operators that can be chained. */
export type CompareOperator = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'not in'

/** The arguments of a call, filter or test; the last two are `*args` and `**kwargs`. */
export interface Arguments {
  readonly args: readonly Expr[]
  readonly kwargs: readonly Keyword[]
  readonly dynArgs: Expr | null
  readonly dynKwargs: Expr | null
}

export interface Keyword {
  readonly name: string
  readonly value: Expr
  readonly at: number
}

export interface Name {
  readonly kind: 'name'
  readonly name: string
  readonly at: number
}

export interface FilterExpr {
  readonly kind: 'filter'
  readonly name: string
  /** The value filtered; null stands for the body of a filter or set block. */
  readonly target: Expr | null
  readonly given: Arguments
  readonly at: number
}

/** A test after `is`; `is not` is a `not` around it. */
export interface TestExpr {
  readonly kind: 'test'
  readonly name: string
  readonly target: Expr
  readonly given: Arguments
  readonly at: number
}

/** A call of a value. */
export interface CallExpr {
  readonly kind: 'call'
  readonly target: Expr
  readonly given: Arguments
  readonly at: number
}

/** `start:stop:step`, which occurs only as an index. */
export interface SliceExpr {
  readonly kind: 'slice'
  readonly start: Expr | null
  readonly stop: Expr | null
  readonly step: Expr | null
  readonly at: number
}

/** A tuple; one item and a comma are enough. */
export interface TupleExpr {
  readonly kind: 'tuple'
  readonly items: readonly Expr[]
  readonly at: number
}

/** A target like `ns.name` in a set statement. */
export interface NamespaceRef {
  readonly kind: 'nsref'
  readonly name: string
  readonly attribute: string
  readonly at: number
}

export type Expr =
  | { readonly kind: 'const'; readonly value: ConstValue; readonly at: number }
  | Name
  | NamespaceRef
  | TupleExpr
  | { readonly kind: 'list'; readonly items: readonly Expr[]; readonly at: number }
  | {
      readonly kind: 'dict'
      readonly items: readonly (readonly [Expr, Expr])[]
      readonly at: number
    }
  | { readonly kind: 'getattr'; readonly target: Expr; readonly name: string; readonly at: number }
  | { readonly kind: 'getitem'; readonly target: Expr; readonly index: Expr; readonly at: number }
  | SliceExpr
  | CallExpr
  | FilterExpr
  | TestExpr
  | {
      readonly kind: 'binary'
      readonly operator: BinaryOperator
      readonly left: Expr
      readonly right: Expr
      readonly at: number
    }
  | { readonly kind: 'and' | 'or'; readonly left: Expr; readonly right: Expr; readonly at: number }
  | { readonly kind: 'not' | 'neg' | 'pos'; readonly operand: Expr; readonly at: number }
  | { readonly kind: 'concat'; readonly items: readonly Expr[]; readonly at: number }
  | {
      readonly kind: 'compare'
      readonly first: Expr
      readonly rest: readonly { readonly operator: CompareOperator; readonly value: Expr }[]
      readonly at: number
    }
  | {
      readonly kind: 'conditional'
      readonly test: Expr
      readonly value: Expr
      readonly otherwise: Expr | null
      readonly at: number
    }

/** What can stand left of `=` or after `for`. */
export type Target =
  | Name
  | NamespaceRef
  | { readonly kind: 'tuple'; readonly items: readonly Target[]; readonly at: number }

/** Text between tags, or an expression to print. */
export type OutputPart =
  | { readonly kind: 'data'; readonly text: string; readonly at: number }
  | Expr

/** A parameter of a macro or call block. */
export interface Param {
  readonly name: string
  readonly fallback: Expr | null
  readonly at: number
}

export interface Macro {
  readonly kind: 'macro'
  readonly name: string
  readonly params: readonly Param[]
  readonly body: readonly Stmt[]
  readonly at: number
}

export interface CallBlock {
  readonly kind: 'callblock'
  readonly call: CallExpr
  readonly params: readonly Param[]
  readonly body: readonly Stmt[]
  readonly at: number
}

/** A loop; `test` filters the items, `otherwise` runs if there were none. */
export interface For {
  readonly kind: 'for'
  readonly target: Target
  readonly iterable: Expr
  readonly test: Expr | null
  readonly isRecursive: boolean
  readonly body: readonly Stmt[]
  readonly otherwise: readonly Stmt[]
  readonly at: number
}

/** Branches in order; `elif` is a further one. */
export interface If {
  readonly kind: 'if'
  readonly branches: readonly { readonly test: Expr; readonly body: readonly Stmt[] }[]
  readonly otherwise: readonly Stmt[]
  readonly at: number
}

/** A part that derived templates may replace. */
export interface Block {
  readonly kind: 'block'
  readonly name: string
  readonly body: readonly Stmt[]
  readonly isScoped: boolean
  readonly isRequired: boolean
  readonly at: number
}

/** Assigns the text of a body, filtered if wanted. */
export interface SetBlock {
  readonly kind: 'setblock'
  readonly target: Target
  readonly filter: FilterExpr | null
  readonly body: readonly Stmt[]
  readonly at: number
}

/** Assignments that hold for a body; values are evaluated outside of it. */
export interface With {
  readonly kind: 'with'
  readonly targets: readonly Target[]
  readonly values: readonly Expr[]
  readonly body: readonly Stmt[]
  readonly at: number
}

/** Renders another template in place. */
export interface Include {
  readonly kind: 'include'
  readonly template: Expr
  readonly ignoreMissing: boolean
  readonly withContext: boolean
  readonly at: number
}

export interface Import {
  readonly kind: 'import'
  readonly template: Expr
  readonly target: string
  readonly withContext: boolean
  readonly at: number
}

export interface FromImport {
  readonly kind: 'from'
  readonly template: Expr
  readonly names: readonly { readonly name: string; readonly alias: string; readonly at: number }[]
  readonly withContext: boolean
  readonly at: number
}

export type Stmt =
  | { readonly kind: 'output'; readonly parts: readonly OutputPart[]; readonly at: number }
  | For
  | If
  | Macro
  | CallBlock
  | Block
  | SetBlock
  | With
  | Include
  | Import
  | FromImport
  | { readonly kind: 'set'; readonly target: Target; readonly value: Expr; readonly at: number }
  | {
      readonly kind: 'filterblock'
      readonly filter: FilterExpr
      readonly body: readonly Stmt[]
      readonly at: number
    }
  | { readonly kind: 'extends'; readonly template: Expr; readonly at: number }
  | {
      readonly kind: 'autoescape'
      readonly value: Expr
      readonly body: readonly Stmt[]
      readonly at: number
    }
  | { readonly kind: 'do'; readonly value: Expr; readonly at: number }
  | { readonly kind: 'break' | 'continue'; readonly at: number }

export interface TemplateNode {
  readonly body: readonly Stmt[]
  /** Every word inside tags; tells quickly that a special name does not occur. */
  readonly words: ReadonlySet<string>
}
