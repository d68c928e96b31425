import fc from 'fast-check'
import type { RenderCase } from '#shared/render/cases.ts'
import { context, json } from './contexts.ts'
import { template } from './statements.ts'

const options = fc.record(
  {
    trim_blocks: fc.boolean(),
    lstrip_blocks: fc.boolean(),
    keep_trailing_newline: fc.boolean(),
    autoescape: fc.constantFrom(false, false, true),
    undefined: fc.constantFrom('StrictUndefined', 'ChainableUndefined', 'DebugUndefined'),
    extensions: fc.constant(['loopcontrols', 'do']),
    tojson: fc.constant('plain'),
  },
  { requiredKeys: ['extensions'] },
)

/** A random template with a context and options, in the form of the corpus. */
export const renderCase: fc.Arbitrary<RenderCase> = fc
  .tuple(template, context, options)
  .map(([source, values, given]) => ({
    id: '',
    template: source,
    context_json: json(values),
    options: given,
  }))

/** Arbitrary text with many delimiters: mostly not a template at all. */
export const noise: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '{{',
        '}}',
        '{%',
        '%}',
        '{#',
        '#}',
        '-',
        '+',
        '|',
        '(',
        ')',
        '[',
        ']',
        "'",
        '"',
        ' if ',
        ' for ',
        ' in ',
        'x',
        ' endif ',
        ' endfor ',
        ' set ',
        '=',
        '1',
        '.',
        ',',
        ' raw ',
        ' endraw ',
        '\n',
        ' is ',
        ' not ',
      ),
      fc.string({ maxLength: 4 }),
    ),
    { maxLength: 25 },
  )
  .map((parts) => parts.join(''))
