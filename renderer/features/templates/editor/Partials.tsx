import { Anchor, Button, Text } from '@mantine/core'
import { IconArrowUp, IconPuzzle } from '@tabler/icons-react'
import { useEffect } from 'react'
import { rpc } from '../../../rpc/page.ts'
import { tell, tellFailure } from '../../../ui/ask.tsx'
import { formatRoute } from '../../../ui/shell/route.ts'
import { flush, followTemplate, useDraftPart } from '../drafts.ts'
import classes from './Partials.module.css'
import { partialsOf } from './partials.ts'

/**
 * The templates this one includes, each with the version taken over: a newer one changes nothing
 * here until somebody takes it over. Nothing is shown where nothing is included.
 */
export function Partials({ id }: { id: string }) {
  const revision = useDraftPart(id, (draft) => draft.revision)
  const partials = partialsOf.use(id)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new revision may name others
  useEffect(() => partialsOf.refresh(id), [id, revision])
  if (partials.state !== 'ready' || partials.value.length === 0) return null
  const isBehind = partials.value.some(({ taken, newest }) => taken !== newest && newest !== null)
  return (
    <section className={classes.bar} aria-label="Partials">
      <IconPuzzle size={14} aria-hidden />
      <ul className={classes.list}>
        {partials.value.map((partial) => (
          <li key={partial.name}>
            <Name name={partial.name} templateId={partial.templateId} />{' '}
            <Text span size="xs" c={partial.problem === null ? 'dimmed' : 'var(--galley-bad)'}>
              {partial.problem ?? stateOf(partial)}
            </Text>
          </li>
        ))}
      </ul>
      {isBehind && (
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<IconArrowUp size={12} aria-hidden />}
          onClick={() => void takeNewest(id)}
        >
          Take the newest
        </Button>
      )}
    </section>
  )
}

function Name({ name, templateId }: { name: string; templateId: string | null }) {
  if (templateId === null) return <Text span>{name}</Text>
  return <Anchor href={formatRoute(['templates', templateId])}>{name}</Anchor>
}

function stateOf({ taken, newest }: { taken: number | null; newest: number | null }): string {
  const has = taken === null ? 'from a colleague' : `v${taken}`
  return newest === null || newest === taken ? has : `${has}, v${newest} is newer`
}

async function takeNewest(template: string): Promise<void> {
  try {
    await flush(template)
    await rpc.template.updatePartials({ template })
    await followTemplate(template)
    tell('The newest versions of its partials are in the draft.')
  } catch (error) {
    tellFailure(error)
  }
}
