import { analytics } from './analytics.ts'
import { dataset } from './dataset/dataset.ts'
import { execution } from './execution.ts'
import { canary } from './experiment/canary.ts'
import { experiment } from './experiment/experiment.ts'
import { gate } from './gate.ts'
import { guardrail } from './guardrail.ts'
import { model } from './model.ts'
import { outbox } from './outbox.ts'
import { promotion } from './promotion.ts'
import { promptfoo } from './promptfoo.ts'
import { provider } from './provider.ts'
import { publishing } from './publishing.ts'
import { remote } from './remote.ts'
import { render } from './render.ts'
import { run } from './run/run.ts'
import { template } from './template-methods.ts'
import { token } from './token.ts'
import { workspace } from './workspace.ts'

/** Everything a host can ask of the core. Every transport and every client type derives from this. */
export const contract = {
  workspace,
  template,
  render,
  dataset,
  promptfoo,
  provider,
  model,
  run,
  experiment,
  canary,
  gate,
  guardrail,
  remote,
  publishing,
  promotion,
  outbox,
  execution,
  analytics,
  token,
}
export type Contract = typeof contract
