import { Button, Group, SegmentedControl } from '@mantine/core'
import { IconChecklist } from '@tabler/icons-react'
import { useState } from 'react'
import { OnlyOf } from '../../../ui/OnlyOf.tsx'
import { Section } from '../../../ui/Page.tsx'
import { Empty, State } from '../../../ui/State.tsx'
import { formatRoute } from '../../../ui/shell/route.ts'
import { type PromotionFilter, promotions } from '../store.ts'
import { PromotionCard } from './PromotionCard.tsx'

interface PromotionsProps {
  remote: string
  /** By its name; all of them where it is left out. */
  template: string | undefined
}

/** Proposed, scheduled and carried out promotions of a store, with all that was said and shown. */
export function Promotions({ remote, template }: PromotionsProps) {
  // Who comes from a template wants to see what became of it, decided or not.
  const [scope, setScope] = useState(template === undefined ? 'open' : 'all')
  const filter: PromotionFilter = {
    remote,
    isOpen: scope === 'open',
    ...(template === undefined ? {} : { templateName: template }),
  }
  const key = JSON.stringify(filter)
  const resource = promotions.use(key)
  return (
    <Section
      title="Promotions"
      hint="Who wants a label to move, on what evidence, and what colleagues say."
      actions={
        <Group gap="sm">
          {template !== undefined && (
            <OnlyOf
              all={formatRoute(['publishing', remote, 'promotions'])}
              allLabel="Show all promotions"
            >
              {`Only of ${template}`}
            </OnlyOf>
          )}
          <SegmentedControl
            aria-label="Which promotions"
            value={scope}
            onChange={setScope}
            data={[
              { value: 'open', label: 'Waiting' },
              { value: 'all', label: 'All' },
            ]}
          />
        </Group>
      }
    >
      <State
        resource={resource}
        empty={({ items }) =>
          items.length === 0 && (
            <Empty
              icon={IconChecklist}
              title={scope === 'open' ? 'Nothing waits for a decision' : 'No promotion yet'}
            >
              A version that is proposed for a protected label shows up here.
            </Empty>
          )
        }
      >
        {({ items, nextCursor }) => (
          <>
            {items.map((promotion) => (
              <PromotionCard key={promotion.id} remote={remote} promotion={promotion} />
            ))}
            {nextCursor !== null && (
              <Button mt="sm" variant="default" onClick={() => promotions.more(key)}>
                Older promotions
              </Button>
            )}
          </>
        )}
      </State>
    </Section>
  )
}
