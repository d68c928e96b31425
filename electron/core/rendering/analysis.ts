import type { z } from 'zod'
import { GalleyError } from '#shared/contract/errors.ts'
import type { analysisSchema } from '#shared/contract/render.ts'
import type { Content } from '#shared/contract/template.ts'
import { compileJinja } from './jinja.ts'

export type ContentAnalysis = z.infer<typeof analysisSchema>

/**
 * Throws `template_syntax` where a jinja2 template cannot be read. nunjucks is left to its own process,
 * which only reads a template when it renders it.
 */
export function refuseBrokenSyntax(content: Content, templateName: string): void {
  if (content.dialect === 'jinja2') compileJinja(content, templateName)
}

/** What a template uses and what is wrong with it. */
export function checkContent(content: Content, templateName: string): ContentAnalysis {
  const diagnostics: ContentAnalysis['diagnostics'] = []
  try {
    refuseBrokenSyntax(content, templateName)
  } catch (error) {
    if (!(error instanceof GalleyError)) throw error
    diagnostics.push({
      severity: 'error',
      message: error.message,
      where: error.problem.where ?? {},
    })
  }
  return {
    variables: [],
    filters: [],
    partials: [],
    isPortable: false,
    portabilityReasons: [],
    diagnostics,
    proposedSchema: {},
  }
}
