/**
 * Compile and render the same prompts in this engine and in the JavaScript engines a team would
 * otherwise take, and the bytes this one adds to the page. Prints ratios of one run; nothing here is asserted.
 */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { Template as HuggingFaceTemplate } from '@huggingface/jinja'
import { Environment as MiniJinja } from 'minijinja-js'
import nunjucks from 'nunjucks'
import { compile, contextFromValues } from '#shared/render/engine.ts'
import { reportBundle } from './render/bundle.ts'
import { type BenchPrompt, prompts } from './render/prompts.ts'

interface Engine {
  readonly name: string
  readonly compile: (source: string) => (variables: Record<string, unknown>) => string
}

const engines: readonly Engine[] = [
  {
    name: 'galley',
    compile: (source) => {
      const template = compile(source)
      return (variables) => template.render(contextFromValues(variables))
    },
  },
  {
    name: 'nunjucks',
    compile: (source) => {
      const env = new nunjucks.Environment(null, { autoescape: false })
      const template = new nunjucks.Template(source, env, undefined, true)
      return (variables) => template.render(variables)
    },
  },
  {
    name: 'hf/jinja',
    compile: (source) => {
      const template = new HuggingFaceTemplate(source)
      return (variables) => template.render(variables)
    },
  },
  {
    name: 'minijinja-js',
    compile: (source) => {
      const env = new MiniJinja()
      env.addTemplate('prompt', source)
      return (variables) => env.renderTemplate('prompt', variables)
    },
  },
]

interface Contestant {
  readonly name: string
  readonly run: () => void
  readonly times: number[]
}

const ROUNDS = 60
const WARM_UP_CALLS = 1500
/** Milliseconds of one turn. */
const TURN = 4

/**
 * Microseconds per call for each contestant. The engines take turns, so that a busy machine slows all of
 * them alike, and the best turn of each counts: the rest measures the machine. Turns are equally long in
 * time: what an engine loses to the garbage collections that another one causes then weighs the same for all.
 */
function race(runs: ReadonlyMap<string, () => void>): Map<string, number> {
  const contestants: Contestant[] = [...runs].map(([name, run]) => ({ name, run, times: [] }))
  for (const { run } of contestants) for (let i = 0; i < WARM_UP_CALLS; i++) run()
  for (let round = 0; round < ROUNDS; round++) {
    for (const { run, times } of contestants) times.push(microsPerCall(run))
  }
  return new Map(contestants.map(({ name, times }) => [name, Math.min(...times)]))
}

/** The mean of one turn. */
function microsPerCall(run: () => void): number {
  const start = performance.now()
  let calls = 0
  let passed = 0
  while (passed < TURN) {
    for (let i = 0; i < 10; i++) run()
    calls += 10
    passed = performance.now() - start
  }
  return (passed * 1000) / calls
}

/** Both races of one prompt; compiling comes first, while nothing has been rendered yet. */
function report({ name, source, variables }: BenchPrompt): void {
  console.log(`\n${name} (${source.length} characters)`)
  const compiles = race(
    new Map(engines.map((engine) => [engine.name, () => engine.compile(source)])),
  )
  const renders = race(
    new Map(
      engines.map((engine) => {
        const render = engine.compile(source)
        return [engine.name, () => render(variables)]
      }),
    ),
  )
  for (const engine of engines) {
    const cells = [renders, compiles].map((figures, index) => {
      const micros = figures.get(engine.name) ?? 0
      const ratio = micros / (figures.get('galley') ?? 1)
      return `${micros.toFixed(1)} µs ${index === 0 ? 'render' : 'compile'} (${ratio.toFixed(2)} × galley)`
    })
    console.log(`  ${engine.name.padEnd(14)} ${(cells[0] ?? '').padEnd(40)} ${cells[1]}`)
  }
}

// A process for each prompt: what V8 has learnt and thrown away in one race would colour the next.
const [only] = process.argv.slice(2)
if (only === undefined) {
  for (const { name } of prompts) {
    spawnSync(process.execPath, [fileURLToPath(import.meta.url), name], { stdio: 'inherit' })
  }
  await reportBundle()
} else {
  for (const prompt of prompts) if (prompt.name === only) report(prompt)
}
