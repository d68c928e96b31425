import type { editor } from 'monaco-editor/editor'

/** What all editors have in common: calm, no minimap, wrapped lines as prompts are prose. */
export const editorOptions: editor.IStandaloneEditorConstructionOptions = {
  accessibilitySupport: 'auto',
  automaticLayout: true,
  fontFamily:
    '"JetBrains Mono", ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace',
  fontSize: 13,
  lineHeight: 20,
  minimap: { enabled: false },
  wordWrap: 'on',
  wrappingIndent: 'same',
  lineNumbersMinChars: 3,
  glyphMargin: false,
  folding: false,
  renderLineHighlight: 'line',
  renderLineHighlightOnlyWhenFocus: true,
  occurrencesHighlight: 'singleFile',
  overviewRulerLanes: 0,
  overviewRulerBorder: false,
  scrollbar: { alwaysConsumeMouseWheel: false, verticalScrollbarSize: 10 },
  padding: { top: 8, bottom: 8 },
  fixedOverflowWidgets: true,
  quickSuggestions: { other: true, comments: false, strings: false },
  wordBasedSuggestions: 'off',
  unicodeHighlight: { ambiguousCharacters: false },
  links: false,
  // Prompts hold no style sheets: the whole text would be searched for colours at every key.
  colorDecorators: false,
}
