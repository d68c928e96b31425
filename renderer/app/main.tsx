import '../ui/no-eval.ts'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { homeWorkspace } from '#shared/contract/workspace-shelf.ts'
import { readFailure } from '../rpc/problem.ts'
import { workspaceOf } from '../rpc/workspace.ts'
import { installFailureReader } from '../ui/failure.ts'
import { openPlaces } from '../ui/shell/places.ts'
import { guardTyped } from '../ui/shell/typed.ts'
import { ThemeProvider } from '../ui/theme/ThemeProvider.tsx'
import { App } from './App.tsx'
import { ErrorBoundary } from './ErrorBoundary.tsx'
import { followNativeMenu } from './native-menu.ts'
import { restorePlace } from './tabs.ts'

installFailureReader(readFailure)
guardTyped()
openPlaces(workspaceOf(window) ?? homeWorkspace)
restorePlace()
followNativeMenu(window)

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no #root')
createRoot(root).render(
  <StrictMode>
    <ThemeProvider>
      <ErrorBoundary resetKey="app">
        <App />
      </ErrorBoundary>
    </ThemeProvider>
  </StrictMode>,
)
