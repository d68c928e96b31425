import { Anchor, Button, Text } from '@mantine/core'
import { IconArrowUp, IconPuzzle } from '@tabler/icons-react'
import { useEffect } from 'react'
import { rpc } from '../../../rpc/page.ts'
import { tell, tellFailure } from '../../../ui/ask.tsx'
import { addressOf } from '../../../ui/shell/addresses.ts'
import { flush, followTemplate, useDraftPart } from '../drafts.ts'
import classes from './Partials.module.css'
import { including, partialsOf } from './partials.ts'

/** What a template is made of, and what is made of it. Nothing is shown where there is neither. */
export function Partials({ id }: { id: string }) {
  return (
    <>
      <Included id={id} />
      <Including id={id} />
    </>
  )
}

/** The templates that include this one: who saves a version of it may look at them next. */
function Including({ id }: { id: string }) {
  const resource = including.use(id)
  // Asked when the editor is opened: who else includes it changes seldom, and not while one types here.
  useEffect(() => including.refresh(id), [id])
  if (resource.state !== 'ready' || resource.value.length === 0) return null
  return (
    <section className={classes.bar} aria-label="Included by">
      <IconPuzzle size={14} aria-hidden />
      Included by
      <ul className={classes.list}>
        {resource.value.slice(0, SHOWN).map(({ templateId, name, taken }) => (
          <li key={templateId}>
            <Name name={name} templateId={templateId} />{' '}
            <Text span size="xs" c="dimmed">
              {taken === null ? '' : `takes v${taken}`}
            </Text>
          </li>
        ))}
        {resource.value.length > SHOWN && <li>and {resource.value.length - SHOWN} more</li>}
      </ul>
    </section>
  )
}

const SHOWN = 12

/**
 * The templates this one includes, each with the version taken over: a newer one changes nothing
 * here until somebody takes it over. Nothing is shown where nothing is included.
 */
function Included({ id }: { id: string }) {
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
  return (
    <Anchor size="xs" underline="always" href={addressOf.template(templateId)}>
      {name}
    </Anchor>
  )
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
