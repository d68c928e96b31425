import type { Monaco } from './monaco-api.ts'

/** Token colours reach 4.5 : 1 on their ground; both themes name the same kinds of token. */
const light = {
  delimiter: '8a4a00',
  keyword: '8b2f8f',
  variable: '1f5a9e',
  attribute: '1f5a9e',
  filter: '006b62',
  string: '2a6b2f',
  number: '8a4a00',
  constant: '8b2f8f',
  comment: '646c78',
  operator: '4a515c',
  text: '23272e',
}

const dark = {
  delimiter: 'd9a55b',
  keyword: 'cf9bdf',
  variable: '86b8f2',
  attribute: '86b8f2',
  filter: '6fcabf',
  string: '98cf8f',
  number: 'd9a55b',
  constant: 'cf9bdf',
  comment: '8d95a3',
  operator: 'b3b9c4',
  text: 'd5d8de',
}

const rules = (colours: Readonly<Record<string, string>>) =>
  Object.entries(colours).map(([token, foreground]) => ({ token, foreground }))

/** Brackets are part of the tags here: one colour, not the rainbow that is meant for code. */
const brackets = (foreground: string) =>
  Object.fromEntries(
    ['foreground1', 'foreground2', 'foreground3', 'unexpectedBracket.foreground'].map((part) => [
      `editorBracketHighlight.${part}`,
      `#${foreground}`,
    ]),
  )

/** Defines `galley-light` and `galley-dark`, on the same grounds as the pages. */
export function registerThemes(monaco: Monaco): void {
  monaco.editor.defineTheme('galley-light', {
    base: 'vs',
    inherit: true,
    rules: rules(light),
    colors: {
      ...brackets(light.delimiter),
      'editor.background': '#ffffff',
      'editor.lineHighlightBackground': '#f5f6f8',
      'editorLineNumber.foreground': '#6a7280',
      'editorGutter.background': '#ffffff',
    },
  })
  monaco.editor.defineTheme('galley-dark', {
    base: 'vs-dark',
    inherit: true,
    rules: rules(dark),
    colors: {
      ...brackets(dark.delimiter),
      'editor.background': '#1e2229',
      'editor.lineHighlightBackground': '#262b34',
      'editorLineNumber.foreground': '#8d95a3',
      'editorGutter.background': '#1e2229',
      'diffEditor.insertedTextBackground': '#2f6d4555',
      'diffEditor.removedTextBackground': '#8f3d4155',
    },
  })
}
