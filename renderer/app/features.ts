import { analytics } from '../features/analytics/analytics.ts'
import { datasets } from '../features/datasets/datasets.ts'
import { experiments } from '../features/experiments/experiments.ts'
import { guardrails } from '../features/guardrails/guardrails.ts'
import { publishing } from '../features/publishing/publishing.ts'
import { runs } from '../features/runs/runs.ts'
import { settings } from '../features/settings/settings.ts'
import { start } from '../features/start/start.ts'
import { templates } from '../features/templates/templates.ts'
import type { Feature } from '../ui/shell/feature.ts'

/** The rail, from top to bottom. A new noun is one line here. */
export const features: readonly Feature[] = [
  start,
  templates,
  datasets,
  runs,
  experiments,
  guardrails,
  publishing,
  analytics,
  settings,
]

/** The feature a route belongs to; the start page where there is none such. */
export const featureOf = (path: readonly string[]): Feature =>
  features.find((feature) => feature.id === path[0]) ?? start
