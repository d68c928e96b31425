import type { languages } from 'monaco-editor/editor'
import type { Monaco } from './monaco-api.ts'

const language: languages.IMonarchLanguage = {
  defaultToken: 'text',
  tokenizer: {
    root: [
      [/\s+/, 'white'],
      [/"(?:[^"\\]|\\.)*"(?=\s*:)/, 'attribute'],
      [/"(?:[^"\\]|\\.)*"/, 'string'],
      [/-?\d[\d.eE+-]*/, 'number'],
      [/true|false|null/, 'constant'],
      [/[{}[\],:]/, 'operator'],
    ],
  },
}

/** JSON in the colours of templates. What is wrong with it is told by the page, which knows its meaning. */
export function registerJson(monaco: Monaco): void {
  monaco.languages.register({ id: 'json' })
  monaco.languages.setMonarchTokensProvider('json', language)
  monaco.languages.setLanguageConfiguration('json', {
    brackets: [
      ['{', '}'],
      ['[', ']'],
    ],
    autoClosingPairs: [
      { open: '{', close: '}' },
      { open: '[', close: ']' },
      { open: '"', close: '"', notIn: ['string'] },
    ],
  })
}
