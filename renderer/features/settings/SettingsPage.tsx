import { useEffect, useRef } from 'react'
import { Page } from '../../ui/Page.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import type { Route } from '../../ui/shell/route.ts'
import { DataSettings } from './DataSettings.tsx'
import { Diagnostics } from './Diagnostics.tsx'
import { ListPrices } from './ListPrices.tsx'
import { Looks } from './Looks.tsx'
import { PriceSettings } from './PriceSettings.tsx'
import { ProviderSettings } from './ProviderSettings.tsx'

/** Looks of this browser, model providers with prices, and data of this workspace. */
export function SettingsPage({ route }: { route: Route }) {
  const providers = useRef<HTMLDivElement>(null)
  const isAsked = route.query.section === 'providers'
  useEffect(() => {
    if (isAsked) providers.current?.scrollIntoView({ block: 'start' })
  }, [isAsked])
  return (
    <Page header={<PageHeader title="Settings" />}>
      <Looks />
      <div ref={providers}>
        <ProviderSettings />
      </div>
      <PriceSettings />
      <ListPrices />
      <DataSettings />
      <Diagnostics />
    </Page>
  )
}
