import { compileGuardrails, defaultGuardrails } from '#shared/domain/guardrails/engine.ts'
import { isPlain } from '#shared/domain/guardrails/pii/glance.ts'

type TimeOf = (call: () => unknown, calls: number) => Promise<number>

const template = { name: 'teach', category: null, labels: ['production'] }
const templateText =
  'You teach students of grade {{ grade }}.\nTopics: {{ topic }}\nQuestion: {{ question }}'

/**
 * One production call with three short variables and two messages: variables judged before rendering, then
 * beside each message, all default guardrails. Texts that never come twice in a row, and the same ones
 * again and again, which is what fixed messages and repeated variables are.
 */
export async function timeCalls(texts: readonly string[], timeOf: TimeOf): Promise<void> {
  const guardrails = compileGuardrails(defaultGuardrails)
  const at = (place: number): string => texts[place % texts.length] ?? ''
  let number = 0
  const call = (seed: number) => {
    const question = `${at(seed)} ${at((seed >> 5) * 31).slice(0, 40)}`
    const variables = { grade: 7, topic: at(seed * 7).slice(0, 30), question }
    const check = guardrails.forCall()
    let { redactions } = check({ stage: 'input', variables, template })
    const messages = [
      'You teach students of grade 7.',
      `Topics: ${variables.topic}\nQuestion: ${question}`,
    ]
    for (const text of messages) {
      const input = { text, variables, templateText, redactions, template }
      redactions = check({ stage: 'prompt', ...input }).redactions
    }
  }
  const fresh = await timeOf(() => call(number++), 5000)
  const again = await timeOf(() => call(1), 5000)
  const plain = `${at(3)} ${at(11)}`
  const quick = await timeOf(() => isPlain(plain), 5000)
  console.log(
    'one production call: three variables of 145 characters, two messages, in microseconds',
  )
  console.log(`  texts that are new: ${fresh.toFixed(1)}, the same again: ${again.toFixed(1)}`)
  console.log(
    `  the quick look for personal data: ${((1000 * quick) / plain.length).toFixed(1)} ns per character`,
  )
}
