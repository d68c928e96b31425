import { openPlainCore } from '../../support/processes/plain-core.ts'

const words = 'apple river stone cloud letter market winter garden bridge silver'.split(' ')
const word = (number: number) => words[number % words.length] ?? ''

/** A prompt of so many lines as people write them: prose, values, conditions and loops. */
function longPrompt(lines: number): string {
  const all = ['Begin']
  for (let line = 1; line < lines; line += 1) {
    if (line % 20 === 5)
      all.push('{% for item in items %}- {{ item.name | upper }}: {{ loop.index }}')
    else if (line % 20 === 6) all.push('{% endfor %}')
    else if (line % 20 === 11) all.push('{% if audience == "experts" %}')
    else if (line % 20 === 13) all.push('{% endif %}')
    else if (line % 4 === 2) all.push(`Dear {{ name }}, consider the ${word(line)} number ${line}.`)
    else
      all.push(
        `The ${word(line)} lies beside the ${word(line * 3)}, as the ${word(line * 7)} told.`,
      )
  }
  return all.join('\n')
}

/**
 * Makes many small templates and one of 2,000 lines in the workspace of a data folder, whose id is
 * given back.
 */
export async function fillWithTemplates(dataFolder: string, count: number): Promise<string> {
  const { client, close } = await openPlainCore(dataFolder)
  try {
    for (let number = 1; number < count; number += 1) {
      const text = `Tell me about the ${word(number)}, {{ name }}: ${word(number * 3)} unique${number}.`
      await client.template.create({
        name: `${word(number)} prompt ${number}`,
        category: word(number * 7),
        tags: [word(number * 3)],
        content: { body: { kind: 'text', text } },
      })
    }
    const { id } = await client.template.create({
      name: 'a long one',
      content: {
        body: { kind: 'text', text: longPrompt(2000) },
        variables: [{ name: 'name' }, { name: 'audience' }, { name: 'items', type: 'array' }],
      },
      sampleBindings: {
        name: 'Ada',
        audience: 'experts',
        items: [{ name: 'first' }, { name: 'second' }, { name: 'third' }],
      },
    })
    return id
  } finally {
    await close()
  }
}
