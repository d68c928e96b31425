import type { Promotion } from '#shared/contract/promotion.ts'

export const promotionStates: Record<Promotion['state'], string> = {
  open: 'Waiting',
  scheduled: 'Scheduled',
  carried_out: 'Done',
  cancelled: 'Called off',
  expired: 'Expired',
}

/** What is to happen: "greet v2 as production". */
export const promotionTitle = ({ templateName, version, label }: Promotion): string =>
  `${templateName} v${version} as ${label}`
