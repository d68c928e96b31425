import { type RunSettings, runSettingsSchema } from '#shared/contract/run/settings.ts'
import type { Reader, Writer } from '../db/handles.ts'

const key = 'runs'

const defaults: RunSettings = { allowsScripts: false, cacheDays: 30, cacheMegabytes: 200 }

/** How runs behave in this workspace; defaults where nothing was set. */
export function readRunSettings(reader: Reader): RunSettings {
  const row = reader.prepare<{ value: string }>('SELECT value FROM settings WHERE key = ?').get(key)
  const kept: Partial<RunSettings> = row === undefined ? {} : JSON.parse(row.value)
  return runSettingsSchema.parse({ ...defaults, ...kept })
}

export function writeRunSettings(
  reader: Reader,
  writer: Writer,
  changes: { [Name in keyof RunSettings]?: RunSettings[Name] | undefined },
): RunSettings {
  const given = Object.entries(changes).filter(([, value]) => value !== undefined)
  const next = { ...readRunSettings(reader), ...Object.fromEntries(given) }
  writer.transaction((transaction) =>
    transaction
      .prepare(
        'INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
      )
      .run(key, JSON.stringify(next)),
  )
  return next
}
