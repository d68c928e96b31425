import { Button, SegmentedControl } from '@mantine/core'
import { IconChecklist } from '@tabler/icons-react'
import { useState } from 'react'
import { Section } from '../../../ui/Page.tsx'
import { Empty, State } from '../../../ui/State.tsx'
import { promotions } from '../store.ts'
import { PromotionCard } from './PromotionCard.tsx'

/** Proposed, scheduled and carried out promotions of a store, with all that was said and shown. */
export function Promotions({ remote }: { remote: string }) {
  const [scope, setScope] = useState('open')
  const key = `${scope} ${remote}`
  const resource = promotions.use(key)
  return (
    <Section
      title="Promotions"
      hint="Who wants a label to move, on what evidence, and what colleagues say."
      actions={
        <SegmentedControl
          aria-label="Which promotions"
          value={scope}
          onChange={setScope}
          data={[
            { value: 'open', label: 'Waiting' },
            { value: 'all', label: 'All' },
          ]}
        />
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
