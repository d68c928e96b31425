import type { languages } from 'monaco-editor/editor'
import type { Monaco } from './monaco-api.ts'

const configuration: languages.LanguageConfiguration = {
  comments: { blockComment: ['{#', '#}'] },
  brackets: [
    ['{{', '}}'],
    ['{%', '%}'],
    ['(', ')'],
    ['[', ']'],
  ],
  autoClosingPairs: [
    { open: '{{', close: ' }}' },
    { open: '{%', close: ' %}' },
    { open: '{#', close: ' #}' },
    { open: '(', close: ')' },
    { open: '[', close: ']' },
    { open: '"', close: '"', notIn: ['string', 'comment'] },
  ],
  surroundingPairs: [
    { open: '{', close: '}' },
    { open: '(', close: ')' },
    { open: '[', close: ']' },
    { open: '"', close: '"' },
    { open: "'", close: "'" },
  ],
}

/** Statements first inside `{% %}`; `raw` switches the language off until `endraw`. */
const language: languages.IMonarchLanguage = {
  defaultToken: 'text',
  keywords: [
    ...['if', 'elif', 'else', 'endif', 'for', 'endfor', 'in', 'not', 'and', 'or', 'is', 'set'],
    ...['endset', 'block', 'endblock', 'extends', 'include', 'import', 'from', 'as', 'with'],
    ...['endwith', 'without', 'context', 'ignore', 'missing', 'macro', 'endmacro', 'call'],
    ...['endcall', 'filter', 'endfilter', 'autoescape', 'endautoescape', 'recursive', 'do'],
    ...['break', 'continue', 'raw', 'endraw', 'scoped', 'required', 'loop'],
  ],
  constants: ['true', 'false', 'none', 'True', 'False', 'None'],
  tokenizer: {
    root: [
      [/\{#/, 'comment', '@comment'],
      [
        /(\{%[-+]?)(\s*)(raw)(\s*)([-+]?%\})/,
        ['delimiter', '', 'keyword', '', { token: 'delimiter', next: '@raw' }],
      ],
      [/\{%[-+]?/, 'delimiter', '@statement'],
      [/\{\{[-+]?/, 'delimiter', '@expression'],
      [/[^{]+/, 'text'],
      [/\{/, 'text'],
    ],
    comment: [
      [/[^#]+/, 'comment'],
      [/#\}/, 'comment', '@pop'],
      [/#/, 'comment'],
    ],
    raw: [
      [
        /(\{%[-+]?)(\s*)(endraw)(\s*)([-+]?%\})/,
        ['delimiter', '', 'keyword', '', { token: 'delimiter', next: '@pop' }],
      ],
      [/[^{]+/, 'text'],
      [/\{/, 'text'],
    ],
    statement: [[/[-+]?%\}/, 'delimiter', '@pop'], { include: '@inside' }],
    expression: [[/[-+]?\}\}/, 'delimiter', '@pop'], { include: '@inside' }],
    inside: [
      [/\s+/, 'white'],
      [/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/, 'string'],
      [/\d[\d_]*(?:\.\d+)?(?:[eE][+-]?\d+)?/, 'number'],
      [/(\|)(\s*)([A-Za-z_]\w*)/, ['operator', 'white', 'filter']],
      [/(\.)([A-Za-z_]\w*)/, ['operator', 'attribute']],
      [
        /[A-Za-z_]\w*/,
        { cases: { '@keywords': 'keyword', '@constants': 'constant', '@default': 'variable' } },
      ],
      [/[=!<>~+\-*/%,:()[\]{}]/, 'operator'],
    ],
  },
}

/** Jinja2 inside plain text: prompts are rarely HTML, so nothing outside the tags is coloured. */
export function registerJinja(monaco: Monaco): void {
  monaco.languages.register({ id: 'jinja' })
  monaco.languages.setLanguageConfiguration('jinja', configuration)
  monaco.languages.setMonarchTokensProvider('jinja', language)
}
