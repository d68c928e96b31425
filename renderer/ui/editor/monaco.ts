import { loader } from '@monaco-editor/react'
import * as monaco from 'monaco-editor/editor'
import 'monaco-editor/features/register.all'
import EditorWorker from 'monaco-editor/editor/editor.worker?worker'
import { registerJinja } from './jinja.ts'
import { registerJson } from './json.ts'
import { registerThemes } from './themes.ts'

// Everything from this bundle: the loader's own default is a remote address.
self.MonacoEnvironment = { getWorker: () => new EditorWorker() }
loader.config({
  monaco: monaco as unknown as NonNullable<Parameters<typeof loader.config>[0]['monaco']>,
})
registerJinja(monaco)
registerJson(monaco)
registerThemes(monaco)

export { monaco }
