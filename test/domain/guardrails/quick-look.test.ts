import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { detectors, findPii } from '#shared/domain/guardrails/pii/find.ts'
import { isPlain } from '#shared/domain/guardrails/pii/glance.ts'
import { PiiSource } from '#shared/domain/guardrails/pii/source.ts'
import { read } from '#shared/domain/guardrails/text/reading.ts'
import { piiEntities } from '#shared/domain/guardrails/types.ts'
import { anything } from './arbitrary.ts'
import { benignRows, type PiiRow, rows } from './corpus.ts'

/**
 * What a detector is thought to need, and the glance before all of them, may be there for nothing; nothing
 * may be found where it is missing.
 */
function expectSound(text: string): void {
  const reading = read(text)
  const source = new PiiSource(reading)
  for (const { find, isNeeded } of detectors)
    if (!isNeeded(reading)) expect({ text, found: find(source) }).toEqual({ text, found: [] })
  if (isPlain(text))
    expect({ text, found: findPii(reading, piiEntities) }).toEqual({ text, found: [] })
}

describe('the quick look for personal data', () => {
  it('lets every row of the corpus through in which something is found, and all their pieces', () => {
    for (const { text, spans } of rows<PiiRow>('pii.jsonl')) {
      expectSound(text)
      for (const { start, end } of spans) {
        expectSound(text.slice(start, end))
        expectSound(text.slice(Math.max(0, start - 12), end + 3))
      }
    }
  })

  it('is sound for any text', () => {
    fc.assert(fc.property(anything, expectSound), { numRuns: 3000 })
  })

  it('is sound for texts made of the marks that numbers and addresses are made of', () => {
    const marks = fc.string({
      unit: fc.constantFrom(
        ...'0123456789  --..//()_:,@+[]atdoDE\t\n',
        ' dot ',
        ' one ',
        '(at)',
        'é',
      ),
      maxLength: 40,
    })
    fc.assert(fc.property(marks, expectSound), { numRuns: 5000 })
  })

  it('is sound for texts made of pieces of keys', () => {
    const prefixes = ['AKIA', 'sk-', 'SK', 'xox', 'key-', 'AIza', 'ghp_', 'Bearer ', 'api key is ']
    const keys = fc.tuple(
      fc.constantFrom(...prefixes, ''),
      fc.string({ unit: fc.constantFrom(...'AAAABCDEFabcdef2'), minLength: 10, maxLength: 48 }),
      fc.constantFrom('', "'", '7', '-x', ' and so on'),
    )
    fc.assert(
      fc.property(keys, (parts) => expectSound(parts.join(''))),
      { numRuns: 3000 },
    )
    expectSound('AKIAABCDEFGHIJKLMNO2')
  })

  it('is sound for corpus texts with characters exchanged', () => {
    const texts = rows<PiiRow>('pii.jsonl').map(({ text }) => text)
    const characters = fc.constantFrom(...' -.@:/aZ9_\u200b\uff11’–é😀')
    fc.assert(
      fc.property(fc.constantFrom(...texts), fc.nat(), characters, (text, at, char) => {
        const place = at % (text.length + 1)
        expectSound(text.slice(0, place) + char + text.slice(place + 1))
      }),
      { numRuns: 3000 },
    )
  })

  it('spares most harmless texts the close look', () => {
    const harmless = benignRows().filter(({ text }) => text.length < 1000)
    const passed = harmless.filter(({ text }) => {
      const reading = read(text)
      return detectors.some(({ isNeeded }) => isNeeded(reading))
    })
    expect(passed.length / harmless.length).toBeLessThan(0.25)
  })
})
