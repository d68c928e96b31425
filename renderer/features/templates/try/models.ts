import { rpc } from '../../../rpc/page.ts'
import { createResources } from '../../../ui/resource.ts'

/** Models that can be asked, by the dataset whose recorded answers count too; '' for none. */
export const models = createResources((dataset) =>
  rpc.model.list(dataset === '' ? {} : { dataset }),
)
