import { useMediaQuery } from '@mantine/hooks'
import { Suspense, useEffect } from 'react'
import { SplitPane } from '../ui/SplitPane.tsx'
import { Loading } from '../ui/State.tsx'
import { useRoute } from '../ui/shell/route.ts'
import { isAnythingUnsaved } from '../ui/shell/saving.ts'
import { isTypedHeld } from '../ui/shell/typed.ts'
import { useFormatLanguage } from '../ui/theme/format-language.ts'
import classes from './App.module.css'
import { useGlobalCommands } from './commands.ts'
import { useChangeFeed } from './connection.ts'
import { ErrorBoundary } from './ErrorBoundary.tsx'
import { featureOf, features } from './features.ts'
import { OfflineBanner } from './OfflineBanner.tsx'
import { Palette } from './Palette.tsx'
import { Rail } from './Rail.tsx'
import { ShortcutSheet } from './ShortcutSheet.tsx'
import { StatusBar } from './StatusBar.tsx'
import { useShortcuts } from './shortcuts.ts'
import { TabStrip } from './TabStrip.tsx'
import { noteRoute, tabKey } from './tabs.ts'

/** The shell: rail, list, tabs with the page, status bar. It knows no noun. */
export function App() {
  const route = useRoute()
  const feature = featureOf(route.path)
  useChangeFeed()
  useGlobalCommands()
  useShortcuts()
  useLeaveGuard()
  useEffect(() => noteRoute(route), [route])
  // A change of language draws the page anew: numbers stand everywhere.
  const language = useFormatLanguage((state) => state.language)

  const { List, Page } = feature
  const page = (
    <main className={classes.main} id="page" tabIndex={-1} data-region="page">
      <TabStrip activeKey={tabKey(route)} />
      <div className={classes.page}>
        <ErrorBoundary resetKey={tabKey(route) ?? feature.id}>
          <Suspense fallback={<Loading />}>
            <Page key={language} route={route} />
          </Suspense>
        </ErrorBoundary>
      </div>
    </main>
  )
  const list = List && (
    <nav className={classes.list} aria-label={feature.title} data-region="list">
      <ErrorBoundary resetKey={feature.id}>
        <List key={language} route={route} />
      </ErrorBoundary>
    </nav>
  )
  // Side by side needs room; without it one sees the list, chooses, and sees the object.
  const isNarrow = useMediaQuery('(max-width: 900px)', undefined, {
    getInitialValueInEffect: false,
  })
  const narrow = route.path.length > 1 ? 'page' : 'list'
  const only = list === undefined ? 'page' : isNarrow ? narrow : undefined
  return (
    <div className={classes.shell}>
      <button type="button" className={classes.skip} onClick={skipToPage}>
        Skip to the page
      </button>
      <OfflineBanner />
      <div className={classes.middle}>
        <Rail current={feature.id} />
        <div className={classes.body}>
          <SplitPane
            id="shell"
            only={only}
            panes={[
              { id: 'list', size: 260, min: 160, max: '45%', isFixed: true, content: list },
              { id: 'page', min: '40%', content: page },
            ]}
          />
        </div>
      </div>
      <StatusBar />
      <Palette />
      <ShortcutSheet />
      {features.map(({ id, Dialogs }) => Dialogs && <Dialogs key={id} />)}
    </div>
  )
}

/** A button, not a link: the hash is the place in Galley. */
function skipToPage() {
  document.getElementById('page')?.focus()
}

/** Closing the window within the second between typing and saving asks first. */
function useLeaveGuard() {
  useEffect(() => {
    const guard = (event: BeforeUnloadEvent) => {
      if (isAnythingUnsaved() || isTypedHeld()) event.preventDefault()
    }
    window.addEventListener('beforeunload', guard)
    return () => window.removeEventListener('beforeunload', guard)
  }, [])
}
