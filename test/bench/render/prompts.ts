export interface BenchPrompt {
  readonly name: string
  readonly source: string
  readonly variables: Record<string, unknown>
}

const assistant: BenchPrompt = {
  name: 'support assistant',
  source: `You are {{ persona.name }}, a {{ persona.tone | lower }} assistant for {{ company | default("our customers") }}.

{% if rules %}Follow these rules:
{% for rule in rules %}{{ loop.index }}. {{ rule | trim }}
{% endfor %}{% else %}There are no special rules.
{% endif %}
## Documents
{% for doc in documents %}### {{ doc.title | upper }} ({{ doc.id }})
{{ doc.text | trim }}
{% if doc.tags %}Tags: {{ doc.tags | join(", ") }}{% endif %}
{% if not loop.last %}---
{% endif %}{% endfor %}
## Conversation
{% for message in history %}{% if message.role == "user" %}Customer: {{ message.content }}
{% elif message.role == "assistant" %}You: {{ message.content }}
{% else %}[{{ message.role }}] {{ message.content }}
{% endif %}{% endfor %}
{% set limit = max_words or 150 %}Answer in at most {{ limit }} words, in {{ language | default("English") }}.
{% if documents | length > 2 and cite %}Cite documents by their id.{% endif %}

Question: {{ question }}
`,
  variables: {
    persona: { name: 'Ada', tone: 'Friendly' },
    company: 'Northwind',
    rules: ['Be brief. ', ' Never invent facts.', 'Ask when unsure.'],
    documents: [
      {
        id: 'd1',
        title: 'Returns',
        text: ' Items can be returned within 30 days. ',
        tags: ['policy', 'returns'],
      },
      { id: 'd2', title: 'Shipping', text: 'Orders ship within two days.', tags: [] },
      { id: 'd3', title: 'Warranty', text: 'Two years on all devices.', tags: ['policy'] },
    ],
    history: [
      { role: 'user', content: 'Hello there' },
      { role: 'assistant', content: 'Hi! How can I help?' },
      { role: 'user', content: 'My lamp arrived broken.' },
    ],
    max_words: 120,
    language: 'English',
    cite: true,
    question: 'Can I send the lamp back?',
  },
}

const chat: BenchPrompt = {
  name: 'chat template, 40 messages',
  source:
    "{% for message in messages %}{{ '<|' + message.role + '|>' }}\n{{ message.content | trim }}{% if not loop.last %}<|end|>\n{% endif %}{% endfor %}{% if add_generation_prompt %}<|assistant|>\n{% endif %}",
  variables: {
    messages: Array.from({ length: 40 }, (_, index) => ({
      role: index % 2 === 0 ? 'user' : 'assistant',
      content: ` Message number ${index} with a few words in it. `,
    })),
    add_generation_prompt: true,
  },
}

const table: BenchPrompt = {
  name: 'table, 200 rows',
  source:
    '{% for row in rows %}{{ row.id }} | {{ row.name | upper }} | {{ row.score }}{% if row.score > 50 %} *{% endif %}\n{% endfor %}',
  variables: {
    rows: Array.from({ length: 200 }, (_, index) => ({
      id: index,
      name: `Item ${index}`,
      score: (index * 37) % 100,
    })),
  },
}

export const prompts: readonly BenchPrompt[] = [assistant, chat, table]
