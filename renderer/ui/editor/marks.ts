import type { editor } from 'monaco-editor/editor'

/** A squiggle. Lines and columns count from 1; the end is exclusive. */
export interface Mark {
  readonly severity: 'error' | 'warning' | 'info'
  readonly message: string
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
  /** What was probably meant: a quick fix writes it in this place. */
  readonly suggestion?: string | undefined
}

// Monaco's numbers; written out so that pages can be type-checked without loading the editor.
const severities = { error: 8, warning: 4, info: 2 } as const

/** An empty span would draw nothing: it gets one column. */
export function toMarker(mark: Mark): editor.IMarkerData {
  const isEmpty = mark.line === mark.endLine && mark.endColumn <= mark.column
  return {
    severity: severities[mark.severity],
    message: mark.message,
    startLineNumber: mark.line,
    startColumn: mark.column,
    endLineNumber: mark.endLine,
    endColumn: isEmpty ? mark.column + 1 : mark.endColumn,
  }
}

/** A place with a ground of its own. Lines and columns count from 1; the end is exclusive. */
export interface Highlight {
  readonly kind: 'allow' | 'warn' | 'redact' | 'block'
  readonly title: string
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
}

export const toDecoration = ({
  kind,
  title,
  line,
  column,
  endLine,
  endColumn,
}: Highlight): editor.IModelDeltaDecoration => ({
  range: {
    startLineNumber: line,
    startColumn: column,
    endLineNumber: endLine,
    endColumn,
  },
  options: {
    inlineClassName: `galley-highlight galley-highlight-${kind}`,
    // What was found is data: shown as it is, not as markup.
    hoverMessage: { value: title.replace(/[\\`*_{}[\]()#+\-.!<>|]/g, '\\$&') },
    stickiness: 1,
  },
})
