import { GalleyError } from '#shared/contract/errors.ts'
import type { NotTaken } from '#shared/contract/promptfoo.ts'
import type { Provider } from '#shared/contract/provider.ts'
import type { Assertion } from '#shared/contract/run/run.ts'
import { isFields, parseConfig } from './document.ts'
import { type PromptPlan, readPrompts } from './prompts.ts'
import { readProviders } from './providers.ts'
import { ConfigReading } from './reading.ts'
import { type ReadTable, readDefaultTest, readScenarios, readTests, type TestRow } from './tests.ts'

/** What a configuration comes to, before anything is stored. */
export interface ConfigPlan {
  description: string
  prompts: PromptPlan[]
  models: string[]
  rows: TestRow[]
  assertions: Assertion[]
  threshold: number | null
  repeats: number
  usesCache: boolean
  notTaken: NotTaken[]
}

export interface ConfigSource {
  fileName: string
  config: string
  files: Readonly<Record<string, string>>
}

const read =
  'description prompts providers targets tests scenarios defaultTest assertionTemplates evaluateOptions tags'.split(
    ' ',
  )

const reasons: Readonly<Record<string, string>> = {
  extensions: 'Hooks are code, and Galley runs no foreign code.',
  nunjucksFilters: 'Filters are code, and Galley runs no foreign code.',
  env: 'Keys of providers are in the system’s secret store.',
  outputPath: 'Say it with -o.',
  commandLineOptions: 'Say them on the command line.',
}

/** Reads a configuration. Throws `malformed_file` where it is none. */
export function planConfig(
  { fileName, config, files }: ConfigSource,
  known: readonly Provider[],
  readTable: ReadTable,
): ConfigPlan {
  const document = parseConfig(config, fileName)
  const { value } = document
  if (!isFields(value) || value.prompts === undefined) {
    throw new GalleyError('malformed_file', `${fileName} has no "prompts".`, {
      fix: 'A promptfoo configuration names prompts, providers and tests.',
      where: { file: fileName },
    })
  }
  const reading = new ConfigReading(document, files)
  reading.leaveUnread(value, [], read, reasons)
  const shared = readDefaultTest(value.defaultTest, reading)
  const rows = [
    ...readTests(value.tests, ['tests'], shared, reading, readTable),
    ...readScenarios(value.scenarios, shared, reading, readTable),
  ]
  reading.refuseMistakes(fileName)
  const options = isFields(value.evaluateOptions) ? value.evaluateOptions : {}
  reading.leaveUnread(options, ['evaluateOptions'], ['repeat', 'cache', 'showProgressBar'], {
    maxConcurrency: 'Concurrency belongs to a provider and adapts itself.',
    delay: 'Limits belong to a provider.',
  })
  const hasTests = value.tests !== undefined || value.scenarios !== undefined
  return {
    description: typeof value.description === 'string' ? value.description : '',
    prompts: readPrompts(value.prompts, reading),
    models: [...new Set(readProviders(value, known, reading))],
    // Without tests promptfoo asks each prompt once.
    rows: hasTests ? rows : [new Map(Object.entries(shared.vars))],
    assertions: shared.forRun,
    threshold: shared.threshold,
    repeats: typeof options.repeat === 'number' ? options.repeat : 1,
    usesCache: options.cache !== false,
    notTaken: reading.notTaken,
  }
}
