import {
  IconArchive,
  IconCopy,
  IconDeviceFloppy,
  IconHistory,
  IconPencil,
  IconPlayerPlay,
  IconUpload,
  IconWand,
} from '@tabler/icons-react'
import type { CommandInfo } from '../../ui/shell/commands.ts'

const group = 'In an open template'

/** What the editor of a template adds; each part of it says what it does. */
export const editorCommands = {
  saveVersion: {
    id: 'template.saveVersion',
    title: 'Save version',
    group,
    icon: IconDeviceFloppy,
    shortcut: 'mod+s',
  },
  history: {
    id: 'template.history',
    title: 'History of this template',
    group,
    icon: IconHistory,
    shortcut: 'alt+h',
    keywords: 'versions diff restore',
  },
  try: {
    id: 'template.try',
    title: 'Try it: ask the chosen model',
    group,
    icon: IconPlayerPlay,
    shortcut: 'mod+enter',
  },
  write: {
    id: 'template.write',
    title: 'Write it for me',
    group,
    icon: IconWand,
    keywords: 'model generate propose',
  },
  details: {
    id: 'template.details',
    title: 'Name, category, tags of this template',
    group,
    icon: IconPencil,
    keywords: 'rename description',
  },
  duplicate: {
    id: 'template.duplicate',
    title: 'Duplicate this template',
    group,
    icon: IconCopy,
    keywords: 'copy',
  },
  runOver: {
    id: 'template.runOver',
    title: 'Run this template over a dataset',
    group,
    icon: IconPlayerPlay,
    keywords: 'evaluate test',
  },
  publish: {
    id: 'template.publish',
    title: 'Publish this template',
    group,
    icon: IconUpload,
    keywords: 'promote label production deploy',
  },
  archive: {
    id: 'template.archive',
    title: 'Archive this template',
    group,
    icon: IconArchive,
    keywords: 'hide remove delete',
  },
} as const satisfies Record<string, CommandInfo>

const inText = 'In the text of a template'

/** Keys of the text editor itself, which answers them; here they are only told. */
export const editorKeys: readonly CommandInfo[] = [
  ['complete', 'Complete a variable, filter or tag', 'mod+space'],
  ['quickFix', 'Quick fixes of a problem', 'mod+.'],
  ['rename', 'Rename a variable everywhere', 'f2'],
  ['definition', 'Go to the definition or partial', 'f12'],
  ['find', 'Find and replace', 'mod+f'],
  ['leave', 'Leave the editor, then Tab to move on', 'escape'],
].map(([id = '', title = '', shortcut = '']) => ({
  id: `text.${id}`,
  title,
  group: inText,
  shortcut,
}))
