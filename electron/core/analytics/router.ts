import { procedures } from '../procedures.ts'
import type { AnalyticsService } from './service.ts'

export const analyticsRouter = (service: AnalyticsService) => ({
  report: procedures.analytics.report.handler(({ input }) => service.report(input)),
  findings: procedures.analytics.findings.handler(({ input }) => service.findings(input)),
})
