/**
 * Compile and render the same prompts in this engine and in the JavaScript engines a team would
 * otherwise take. Prints medians and ratios of one run; nothing here is asserted.
 */
import { Template as HuggingFaceTemplate } from '@huggingface/jinja'
import { Environment as MiniJinja } from 'minijinja-js'
import nunjucks from 'nunjucks'
import { compile, contextFromValues } from '#shared/render/engine.ts'
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

/** Median time of one call in microseconds, measured in batches so that the clock is fine enough. */
function medianMicros(run: () => void, batches: number, perBatch: number): number {
  const times: number[] = []
  for (let i = 0; i < batches; i++) {
    const start = performance.now()
    for (let j = 0; j < perBatch; j++) run()
    times.push(((performance.now() - start) * 1000) / perBatch)
  }
  times.sort((a, b) => a - b)
  return times[Math.floor(times.length / 2)] ?? 0
}

interface Figures {
  readonly compileMicros: number
  readonly renderMicros: number
}

function measure(engine: Engine, { source, variables }: BenchPrompt): Figures {
  const render = engine.compile(source)
  for (let i = 0; i < 300; i++) {
    render(variables)
    if (i % 5 === 0) engine.compile(source)
  }
  return {
    renderMicros: medianMicros(() => render(variables), 60, 50),
    compileMicros: medianMicros(() => engine.compile(source), 40, 10),
  }
}

function report(prompt: BenchPrompt): void {
  console.log(`\n${prompt.name} (${prompt.source.length} characters)`)
  const figures = engines.map((engine) => ({ name: engine.name, ...measure(engine, prompt) }))
  const own = figures[0]
  if (own === undefined) return
  for (const { name, compileMicros, renderMicros } of figures) {
    const render = `${renderMicros.toFixed(1)} µs render (${(renderMicros / own.renderMicros).toFixed(2)} × galley)`
    const compiled = `${compileMicros.toFixed(1)} µs compile (${(compileMicros / own.compileMicros).toFixed(2)} × galley)`
    console.log(`  ${name.padEnd(14)} ${render.padEnd(40)} ${compiled}`)
  }
}

for (const prompt of prompts) report(prompt)
