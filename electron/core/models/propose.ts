import { z } from 'zod'
import { GalleyError } from '#shared/contract/errors.ts'
import type { Proposal } from '#shared/contract/model.ts'
import { type Body, roleSchema, variableSchema } from '#shared/contract/template.ts'
import { analyse } from '#shared/render/analysis.ts'
import type { Model } from './model.ts'

/**
 * What a model is asked to fill in. Values of samples are JSON in a text: providers that enforce a
 * schema want every property named beforehand, and the names are what the model is to invent.
 */
const answerSchema = z.strictObject({
  messages: z
    .array(z.strictObject({ role: roleSchema.extract(['system', 'user']), content: z.string() }))
    .min(1),
  variables: z.array(
    z.strictObject({
      name: variableSchema.shape.name,
      type: z.enum(['string', 'integer', 'number', 'boolean', 'array', 'object']),
      description: z.string(),
      sampleJson: z.string(),
    }),
  ),
  remark: z.string(),
})

const instructions = `You write prompt templates. For the task you are given, write a system message and a user message as Jinja2 templates.
Rules:
- What differs from call to call is a variable in snake_case, written {{ like_this }}. Everything else is plain text.
- Use {% for %} over lists and {% if %} around what may be missing. Use no other statements.
- Say in the system message who answers, what a good answer is, its form, and what to do when the input does not allow one.
- The user message holds the inputs, each under a short heading.
- Name every variable with its type, what it holds, and a realistic sample value written as JSON.
- Answer with one JSON object: {"messages": [{"role", "content"}], "variables": [{"name", "type", "description", "sampleJson"}], "remark"}. The remark is a sentence or two on your choices.`

interface Task {
  task: string
  present?: Body | undefined
}

/**
 * Asks a model to write a template. Cases of datasets are no part of it: a template that has seen the
 * cases it will be judged by proves nothing.
 * @throws GalleyError `provider_failed` where the answer is no template, and all a model call throws.
 */
export async function propose(model: Model, task: Task, signal?: AbortSignal): Promise<Proposal> {
  if (model.cacheIdentity === null) {
    throw new GalleyError('invalid_input', `"${model.ref}" cannot write a template.`, {
      fix: 'Choose the model of a provider; providers are added in the settings.',
      where: { field: 'model' },
    })
  }
  const { output, cost } = await model.complete({
    prompt: {
      kind: 'messages',
      messages: [
        { role: 'system', content: instructions },
        { role: 'user', content: describeTask(task) },
      ],
    },
    settings: {},
    recordedOutputs: {},
    answerSchema: z.toJSONSchema(answerSchema),
    signal: signal ?? new AbortController().signal,
  })
  return { ...readAnswer(output), cost }
}

function describeTask({ task, present }: Task): string {
  if (present === undefined) return `Task:\n${task}`
  const now =
    present.kind === 'text'
      ? present.text
      : present.messages
          .map((one) => ('content' in one ? `[${one.role}]\n${one.content}` : ''))
          .join('\n\n')
  return `The template as it is now:\n${now}\n\nWhat to change:\n${task}`
}

/** The answer as a template that compiles, with the samples its variables need. */
function readAnswer(output: string): Omit<Proposal, 'cost'> {
  const answer = answerSchema.safeParse(parseJson(output))
  if (!answer.success) throw unusable('its answer does not have the form that was asked for')
  const { messages, variables, remark } = answer.data
  const body: Body = { kind: 'messages', messages }
  const faults = analyse(body, {}).problems.filter(({ severity }) => severity === 'error')
  if (faults[0] !== undefined) throw unusable(`its template cannot be read: ${faults[0].message}`)
  const samples = variables.map(({ name, sampleJson }) => [name, parseSample(sampleJson)] as const)
  return {
    body,
    variables: variables.map(({ sampleJson: _, ...variable }) => variableSchema.parse(variable)),
    sampleBindings: z.record(z.string(), z.json()).parse(Object.fromEntries(samples)),
    remark,
  }
}

/** Models like to put JSON into a fence. */
function parseJson(text: string): unknown {
  const inside = /```(?:json)?\s*([\s\S]*?)```/.exec(text)?.[1] ?? text
  try {
    return JSON.parse(inside)
  } catch {
    return null
  }
}

/** A sample that is no JSON is meant as the text it is. */
function parseSample(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

const unusable = (why: string) =>
  new GalleyError('provider_failed', `The model wrote no usable template: ${why}.`, {
    fix: 'Ask again, describe the task in other words, or choose a stronger model.',
  })
