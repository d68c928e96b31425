import type { ContentChange } from '#shared/domain/diff/content.ts'

const signs = { same: ' ', added: '+', removed: '-' } as const

/** A difference line by line, as version control shows it. */
export const describeChanges = (changes: readonly Pick<ContentChange, 'kind' | 'line'>[]): string =>
  changes.map(({ kind, line }) => `${signs[kind]} ${line}`).join('\n')
