import { OnlyOf } from '../../../ui/OnlyOf.tsx'
import { Section } from '../../../ui/Page.tsx'
import { State } from '../../../ui/State.tsx'
import { formatRoute } from '../../../ui/shell/route.ts'
import { onePromotion, promotionKey } from '../store.ts'
import { PromotionCard } from './PromotionCard.tsx'

/** The promotion that a link names. */
export function OnePromotion({ remote, id }: { remote: string; id: string }) {
  const resource = onePromotion.use(promotionKey(remote, id))
  return (
    <Section
      title="Promotion"
      actions={
        <OnlyOf
          all={formatRoute(['publishing', remote, 'promotions'])}
          allLabel="Show all promotions"
        >
          Only this promotion
        </OnlyOf>
      }
    >
      <State resource={resource}>
        {(promotion) => <PromotionCard remote={remote} promotion={promotion} />}
      </State>
    </Section>
  )
}
