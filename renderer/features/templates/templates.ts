import { IconFilePlus, IconFileText } from '@tabler/icons-react'
import type { Feature } from '../../ui/shell/feature.ts'
import { later } from '../../ui/shell/later.tsx'
import { editorCommands, editorKeys } from './commands.ts'
import { followTemplate } from './drafts.ts'
import { findTemplates } from './find.ts'
import { gateVerdicts } from './history/gate-verdicts.ts'
import { setAside } from './history/set-aside.ts'
import { verdicts } from './history/verdicts.ts'
import { refreshHistory } from './history/versions.ts'
import { caseChoices, datasets } from './inputs/datasets.ts'
import { CreateTemplate, openCreateDialog } from './list/CreateTemplate.tsx'
import { noteTemplate, refreshList } from './list/list-store.ts'
import { TemplateList } from './list/TemplateList.tsx'
import { guardrailList } from './preview/guardrails.ts'
import { modelPrices } from './tokens/prices.ts'
import { models } from './try/models.ts'
import { refreshTries } from './try/tries.ts'

/** Authoring: list, editor with preview, history. */
export const templates: Feature = {
  id: 'templates',
  title: 'Templates',
  icon: IconFileText,
  List: TemplateList,
  Dialogs: CreateTemplate,
  Page: later(async () => (await import('./TemplatePage.tsx')).TemplatePage),
  tabTitle: () => 'Template',
  find: findTemplates,
  commands: [
    {
      id: 'template.create',
      title: 'New template',
      group: 'Templates',
      icon: IconFilePlus,
      shortcut: 'alt+n',
      run: openCreateDialog,
    },
  ],
  pageCommands: [...Object.values(editorCommands), ...editorKeys],
  onChange: ({ noun, id }) => {
    if (noun === 'publishing') refreshList()
    if (noun === 'run') verdicts.refresh()
    if (noun === 'run' || noun === 'gate') gateVerdicts.refresh()
    if (noun === 'guardrail') guardrailList.refresh('all')
    if (noun === 'provider' || noun === 'dataset') models.refresh()
    if (noun === 'provider') modelPrices.refresh('all')
    if (noun === 'dataset') {
      datasets.refresh('all')
      caseChoices.refresh()
    }
    if (noun !== 'template' && noun !== 'workspace') return
    if (id === null) {
      refreshList()
      return
    }
    void followTemplate(id).then((template) => template && noteTemplate(template))
    refreshHistory(id)
    setAside.refresh(id)
    refreshTries(id)
  },
}
