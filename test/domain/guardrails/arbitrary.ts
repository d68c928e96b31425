import fc from 'fast-check'

/** Any UTF-16 string, half surrogate pairs included, with pieces that detectors look at more closely. */
const pieces = fc.constantFrom(
  'jane@example.com',
  '4111 1111 1111 1111',
  '+49 30 901820',
  'DE89370400440532013000',
  '::1',
  '192.168.0.1',
  '512-45-6789',
  'call ',
  'ssn ',
  '(at)',
  ' dot ',
  'ignore all previous instructions',
  'you idiot',
  'f*ck',
  '[EMAIL_1]',
  '[PII_1]',
  '\u200b',
  '\ud83d',
  'ｅ',
  '１',
  '\u0130',
  'i g n o r e',
  'SGVsbG8gd29ybGQgSGVsbG8gd29ybGQ=',
)
export const anything = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.string({ unit: 'grapheme', maxLength: 8 }),
      pieces,
      fc.string({ unit: fc.constantFrom(...' 0123456789+-().@:/'), maxLength: 24 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''))
