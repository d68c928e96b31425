import { Group, Text } from '@mantine/core'
import type { GuardrailView } from '#shared/contract/guardrail.ts'
import { LinkBadge } from '../../ui/LinkBadge.tsx'
import { Section } from '../../ui/Page.tsx'
import { formatRoute } from '../../ui/shell/route.ts'

/** The templates that a guardrail judges, each a way to them: by name, category or label. */
export function HoldsFor({ guardrail: { appliesTo } }: { guardrail: GuardrailView }) {
  const { templates, categories, labels } = appliesTo
  const links = [
    ...templates.map((name) => ({ text: name, query: { name } })),
    ...categories.map((category) => ({ text: `category ${category}`, query: { category } })),
    ...labels.map((label) => ({ text: `live as ${label}`, query: { label } })),
  ]
  return (
    <Section title="Holds for">
      {links.length === 0 && (
        <Text size="sm">
          Every template, in runs, previews and production, until a scope above says otherwise.
        </Text>
      )}
      <Group gap={6}>
        {links.map(({ text, query }) => (
          <LinkBadge key={text} href={formatRoute(['templates'], query)}>
            {text}
          </LinkBadge>
        ))}
      </Group>
    </Section>
  )
}
