import type { Assertion } from '#shared/contract/run/run.ts'
import { isTemplated } from '#shared/domain/assertions/case-checks.ts'
import { loadAssertions } from '#shared/domain/assertions/reading/load.ts'
import { isForeignAssertion } from '#shared/domain/assertions/reading/names.ts'
import { isReference } from './config-files.ts'
import { type Fields, isFields, isList } from './document.ts'
import { type ConfigReading, listOf, type Path } from './reading.ts'

/** A row of the dataset: variables under their names, all else in special columns. */
export type TestRow = Map<string, unknown>

/** Reads the rows of a table file, as an import of a dataset does. */
export type ReadTable = (fileName: string, text: string) => TestRow[]

/** More cases than this from one test are a slip, or a bomb. */
const mostCombinations = 10_000

const taken = [
  'description',
  'vars',
  'assert',
  'threshold',
  'metadata',
  'providerOutput',
  'options',
]
const takenOptions = ['prefix', 'suffix']
const optionReasons = Object.fromEntries(
  'transform transformVars provider rubricPrompt runSerially storeOutputAs'
    .split(' ')
    .map((name) => [name, 'Transformations and graders of one case are not in Galley.']),
)
const reasons: Readonly<Record<string, string>> = {
  provider: 'A case of its own provider: Galley runs every column over every case.',
  assertScoringFunction: 'It is code, and Galley runs no foreign code.',
}

/** `defaultTest` in its parts. */
export interface DefaultTest {
  vars: Fields
  metadata: Fields
  threshold: number | null
  /** Those that are the same for every case: they belong to the run. */
  forRun: Assertion[]
  /** Those with templates over the inputs: they go to every case. */
  forCases: Assertion[]
  /** Texts around the prompt of every case that has none of its own. */
  around: [string, string][]
}

export function readDefaultTest(value: unknown, reading: ConfigReading): DefaultTest {
  const path = ['defaultTest']
  const test = reading.resolve(value, path)
  const fields = isFields(test) ? test : {}
  reading.leaveUnread(fields, path, ['vars', 'assert', 'threshold', 'metadata', 'options'], reasons)
  const assertions = readAssertions(fields.assert, [...path, 'assert'], reading)
  return {
    vars: isFields(fields.vars) ? fields.vars : {},
    metadata: isFields(fields.metadata) ? fields.metadata : {},
    threshold: typeof fields.threshold === 'number' ? fields.threshold : null,
    forRun: assertions.filter((one) => !isTemplated(one)),
    forCases: assertions.filter(isTemplated),
    around: readOptions(fields.options, [...path, 'options'], reading),
  }
}

/** Assertions that Galley can run; the others are noted, each with its place. */
function readAssertions(value: unknown, path: Path, reading: ConfigReading): Assertion[] {
  return listOf(value).flatMap((entry, index) => {
    const here = [...path, index]
    const known = reading.withTemplate(entry, here)
    if (!isFields(known)) return []
    const given = isReference(known.value) ? reading.resolve(known.value, here) : known.value
    if (isReference(known.value) && given === undefined) return []
    const { assertions, problems } = loadAssertions([
      { ...known, ...('value' in known ? { value: given } : {}) },
    ])
    // What only promptfoo has is left out and listed; a slip of the pen must not weaken a test.
    const isForeign = isForeignAssertion(known)
    for (const { message } of problems) {
      if (isForeign) reading.leave(here, message)
      else reading.mistake(here, message)
    }
    return problems.length === 0 ? assertions : []
  })
}

/** Reads `tests`: cases, and files of cases. */
export function readTests(
  value: unknown,
  path: Path,
  shared: DefaultTest,
  reading: ConfigReading,
  readTable: ReadTable,
): TestRow[] {
  return listOf(value).flatMap((entry, index) => {
    const here = isList(value) ? [...path, index] : path
    if (isFields(entry)) return readTest(entry, here, shared, reading)
    if (typeof entry !== 'string') return []
    const reference = isReference(entry) ? entry : `file://${entry}`
    return reading.follow(reference, here).flatMap((file) => {
      if (!/\.(csv|tsv|jsonl)$/i.test(file.path)) {
        const tests = reading.resolve(`file://${file.path}`, here)
        return listOf(tests).flatMap((one) =>
          isFields(one) ? readTest(one, here, shared, reading) : [],
        )
      }
      return readTable(file.path, file.text).map((row) => withShared(row, shared))
    })
  })
}

function withShared(row: TestRow, shared: DefaultTest): TestRow {
  const metadata = Object.entries(shared.metadata).map(([name, one]): [string, unknown] => [
    `__metadata:${name}`,
    one,
  ])
  const around = shared.around.map(([name, text]): [string, unknown] => [`__${name}`, text])
  const made = new Map([...Object.entries(shared.vars), ...metadata, ...around, ...row])
  if (shared.forCases.length > 0)
    made.set('__assert', [...listOf(row.get('__assert')), ...shared.forCases])
  return made
}

/** The texts around the prompt of a test. */
function readOptions(value: unknown, path: Path, reading: ConfigReading): [string, string][] {
  if (!isFields(value)) return []
  reading.leaveUnread(value, path, takenOptions, optionReasons)
  return takenOptions.flatMap((name): [string, string][] => {
    const one = value[name]
    return typeof one === 'string' ? [[name, one]] : []
  })
}

function readTest(
  test: Fields,
  path: Path,
  shared: DefaultTest,
  reading: ConfigReading,
): TestRow[] {
  reading.leaveUnread(test, path, taken, reasons)
  const row: TestRow = new Map()
  const vars = reading.resolve(test.vars, [...path, 'vars'])
  for (const [name, value] of Object.entries(isFields(vars) ? vars : {})) {
    const here = [...path, 'vars', name]
    const known = reading.resolve(value, here)
    if (known !== undefined) row.set(name, known)
    if (isTemplated(known))
      reading.leave(here, 'The value stays as written: data is no template in Galley.')
  }
  const assertions = readAssertions(test.assert, [...path, 'assert'], reading)
  if (assertions.length > 0) row.set('__assert', assertions)
  if (test.description !== undefined) row.set('__description', test.description)
  if (test.threshold !== undefined) row.set('__threshold', test.threshold)
  for (const [name, one] of readOptions(test.options, [...path, 'options'], reading)) {
    row.set(`__${name}`, one)
  }
  if (test.providerOutput !== undefined) row.set('__providerOutput', test.providerOutput)
  if (isFields(test.metadata)) {
    for (const [name, value] of Object.entries(test.metadata)) row.set(`__metadata:${name}`, value)
  }
  return combinations(withShared(row, shared), path, reading)
}

/** A variable that is a list of texts stands for one case per text; several of them for all together. */
function combinations(row: TestRow, path: Path, reading: ConfigReading): TestRow[] {
  let rows: TestRow[] = [new Map()]
  for (const [name, value] of row) {
    const isChoice =
      !name.startsWith('__') &&
      isList(value) &&
      value.length > 0 &&
      value.every((one) => typeof one === 'string')
    const choices = isChoice ? value : [value]
    if (rows.length * choices.length > mostCombinations) {
      reading.leave(path, `The lists stand for more than ${mostCombinations} combinations.`)
      return []
    }
    rows = rows.flatMap((before) => choices.map((one) => new Map(before).set(name, one)))
  }
  return rows
}

/** Reads `scenarios`: every test of a scenario with every one of its configurations. */
export function readScenarios(
  value: unknown,
  shared: DefaultTest,
  reading: ConfigReading,
  readTable: ReadTable,
): TestRow[] {
  return listOf(value).flatMap((entry, index) => {
    const path = ['scenarios', index]
    const scenario = reading.resolve(entry, path)
    if (!isFields(scenario)) return []
    reading.leaveUnread(scenario, path, ['config', 'tests', 'description'], {})
    const configs = readTests(scenario.config, [...path, 'config'], shared, reading, readTable)
    const tests = readTests(
      scenario.tests ?? {},
      [...path, 'tests'],
      nothingShared,
      reading,
      readTable,
    )
    return configs.flatMap((config) =>
      tests.map((test) => {
        const both = new Map([...config, ...test])
        const assertions = [config, test].flatMap((one) => listOf(one.get('__assert')))
        return assertions.length > 0 ? both.set('__assert', assertions) : both
      }),
    )
  })
}

const nothingShared: DefaultTest = {
  vars: {},
  metadata: {},
  threshold: null,
  forRun: [],
  forCases: [],
  around: [],
}
