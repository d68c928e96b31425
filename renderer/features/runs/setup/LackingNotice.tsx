import { Anchor, List, Text } from '@mantine/core'
import type { Dataset } from '#shared/contract/dataset/dataset.ts'
import type { Lacking } from '#shared/contract/run/run.ts'
import { formatCount, formatCounted } from '../../../ui/format.ts'
import { Notice } from '../../../ui/Notice.tsx'
import { addressOf } from '../../../ui/shell/addresses.ts'
import { lacking, lackingKey } from './lacking.ts'
import { useSetup } from './setup-store.ts'

/** Said before the run starts: cells that can only end in an error, and what to do about it. */
export function LackingNotice({ dataset }: { dataset: Dataset | undefined }) {
  const { entries, options } = useSetup()
  const resource = lacking.use(lackingKey(dataset?.id, entries, options))
  // A refusal of it is the start's to tell.
  if (dataset === undefined || resource.state !== 'ready' || resource.value.length === 0)
    return null
  const templates = new Map(
    resource.value.map(({ templateId, templateName }) => [templateId, templateName]),
  )
  return (
    <Notice
      tone="warn"
      mb="sm"
      title="Cases lack variables that a version needs: there the run ends in errors"
    >
      <List size="sm">
        {resource.value.map((one) => (
          <List.Item key={`${one.templateId} ${one.version} ${one.variable}`}>
            <Missing one={one} dataset={dataset} />
          </List.Item>
        ))}
      </List>
      <Text size="sm" mt="xs">
        Add the input to the cases of{' '}
        <Anchor size="sm" underline="always" href={addressOf.dataset(dataset.id)}>
          {dataset.name}
        </Anchor>
        , or write what stands in for it in{' '}
        {[...templates].map(([id, name], at) => (
          <span key={id}>
            {at > 0 && ', '}
            <Anchor size="sm" underline="always" href={addressOf.template(id)}>
              {name}
            </Anchor>
          </span>
        ))}
        , as in <span className="mono">{`{{ ${resource.value[0]?.variable} | default('') }}`}</span>
        , and save a version.
      </Text>
    </Notice>
  )
}

function Missing({ one, dataset }: { one: Lacking; dataset: Dataset }) {
  const { variable, templateName, version, cases, ordinal, suggestion } = one
  const where =
    cases === dataset.caseCount
      ? `in none of the ${formatCounted(cases, 'case')}`
      : `missing in ${formatCount(cases)} of ${formatCounted(dataset.caseCount, 'case')}`
  return (
    <>
      <span className="mono">{variable}</span>, needed by {templateName} v{version}: {where}
      {cases < dataset.caseCount && (
        <>
          , first in{' '}
          <Anchor
            size="sm"
            underline="always"
            href={addressOf.case(dataset.id, dataset.version, ordinal)}
          >
            case {formatCount(ordinal)}
          </Anchor>
        </>
      )}
      .
      {suggestion !== null && (
        <>
          {' '}
          They have <span className="mono">{suggestion}</span>: perhaps that is meant.
        </>
      )}
    </>
  )
}
