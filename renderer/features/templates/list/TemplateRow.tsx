import { memo } from 'react'
import type { TemplateSummary } from '#shared/contract/template.ts'
import classes from './TemplateRow.module.css'

/** One line of the list: name, category, where it stands. */
export const TemplateRow = memo(function TemplateRow({ template }: { template: TemplateSummary }) {
  const { name, latestVersion, isDraftChanged, labels } = template
  const [label] = labels
  const more = labels.length > 1 ? ` +${labels.length - 1}` : ''
  return (
    <div className={classes.row}>
      <div className={classes.first}>
        <span className={`${classes.name} truncate`} title={name}>
          {name}
        </span>
        {label !== undefined && (
          <span
            className={classes.label}
            title={labels.map((one) => `${one.label} in ${one.remote}: v${one.version}`).join('\n')}
          >
            {label.label}
            {more}
          </span>
        )}
        <span className={classes.version} title={versionHint(latestVersion, isDraftChanged)}>
          {latestVersion === null ? 'draft' : `v${latestVersion}${isDraftChanged ? '*' : ''}`}
        </span>
      </div>
      <div className={`${classes.second} truncate`}>{describe(template)}</div>
    </div>
  )
})

/** Category and tags, each word once. */
const describe = ({ category, tags }: TemplateSummary) =>
  [...new Set([category, ...tags])].filter(Boolean).join(' · ') || 'No category'

function versionHint(latestVersion: number | null, isDraftChanged: boolean): string {
  if (latestVersion === null) return 'Never saved as a version'
  return isDraftChanged
    ? `Newest version ${latestVersion}; the draft was changed since`
    : `Newest version ${latestVersion}`
}
