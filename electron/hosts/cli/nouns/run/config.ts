import type { Command } from 'commander'
import { GalleyError } from '#shared/contract/errors.ts'
import { reportFormats } from '#shared/contract/run/run.ts'
import { addVerb, handle, type Invocation } from '../../call.ts'
import { integer, repeated } from '../../options.ts'
import { formatOf, writePieces } from '../../output.ts'
import { importConfig } from '../../promptfoo.ts'
import type { Demands } from './gates.ts'
import { conclude, follow, gated } from './starting.ts'

interface ConfigOptions extends Demands {
  config: string
  name?: string
  output?: string[]
  repeat?: number
  cache: boolean
}

/** `galley run --config FILE`: a promptfoo configuration, taken over and run straight away. */
export function addConfigRun(noun: Command, invocation: Invocation): void {
  const verb = addVerb(
    noun,
    'config',
    {
      summary: 'Runs a promptfoo configuration: galley run --config FILE.',
      examples: ['galley run --config promptfooconfig.yaml -o results.json -o report.html'],
    },
    true,
  )
    .requiredOption('-c, --config <file>', 'promptfooconfig.yaml or .json')
    .option('--name <name>', 'of the dataset and of prompts without a label; else the folder’s')
    .option('-o, --output <file>', 'a report; .json has promptfoo’s shape; repeatable', repeated)
    .option('--repeat <n>', 'how often each cell is asked', integer)
    .option('--no-cache', 'ask again, even where an answer is kept')
  gated(verb).action(
    handle<ConfigOptions, []>(invocation, async (call) => {
      const { config, output = [], repeat, cache } = call.options
      const formats = output.map((path) => formatOf(path, reportFormats, 'json'))
      const { run: definition } = await importConfig(call, config)
      if (definition.columns.length === 0) throw noModel(config)
      const rpc = await call.rpc()
      const run = await rpc.run.start({
        ...definition,
        usesCache: cache && definition.usesCache,
        ...(repeat === undefined ? {} : { repeats: repeat }),
      })
      call.note(`run ${run.id}: ${run.totalCells} cells in ${run.columns.length} columns`)
      const ended = await follow(call, run.id)
      for (const [index, path] of output.entries()) {
        const format = formats[index] === 'json' ? 'promptfoo' : (formats[index] ?? 'promptfoo')
        await writePieces(call.io, path, await rpc.run.export({ run: run.id, format }))
      }
      return conclude(call, ended)
    }),
  )
}

const noModel = (config: string) =>
  new GalleyError('invalid_input', `None of the providers of ${config} can be asked here.`, {
    fix: 'Add one with: galley provider add. The lines above name them.',
    where: { file: config, field: 'providers' },
  })
