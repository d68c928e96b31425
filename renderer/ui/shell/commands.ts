import type { Icon } from '@tabler/icons-react'
import { useEffect } from 'react'
import { create } from 'zustand'

/** What can be told of a command while the page that gives it is not shown. */
export interface CommandInfo {
  readonly id: string
  readonly title: string
  readonly group: string
  readonly icon?: Icon
  /** `mod+s`, `mod+shift+p`, `?`; `mod` is Ctrl, or Cmd on a Mac. */
  readonly shortcut?: string
  /** Further words the palette finds it by. */
  readonly keywords?: string
}

/** One thing a user can do. Menus, palette, shortcuts and the cheat sheet all read this table. */
export interface Command extends CommandInfo {
  readonly run: () => void
}

interface CommandTable {
  readonly commands: readonly Command[]
}

const useTable = create<CommandTable>(() => ({ commands: [] }))

/** Adds commands until the returned function is called. A later command of the same id wins. */
export function registerCommands(commands: readonly Command[]): () => void {
  useTable.setState((table) => ({ commands: [...table.commands, ...commands] }))
  return () =>
    useTable.setState((table) => ({
      commands: table.commands.filter((command) => !commands.includes(command)),
    }))
}

/** Commands of a page: there while the page is shown. Pass a memoised list. */
export function useCommands(commands: readonly Command[]): void {
  useEffect(() => registerCommands(commands), [commands])
}

/** Every command that can be given now, in order of registration. */
export function useAllCommands(): readonly Command[] {
  return useTable((table) => table.commands)
}

/** Calls the listener after every change of the commands; returns how to stop. */
export function onCommands(listener: () => void): () => void {
  return useTable.subscribe(listener)
}

/** The commands of this moment, outside of React. */
export function allCommands(): readonly Command[] {
  return useTable.getState().commands
}
