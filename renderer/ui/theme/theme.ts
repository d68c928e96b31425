import {
  ActionIcon,
  Autocomplete,
  Badge,
  Button,
  Checkbox,
  createTheme,
  JsonInput,
  type MantineColorsTuple,
  type MantineThemeOverride,
  Menu,
  Modal,
  MultiSelect,
  NativeSelect,
  Notification,
  NumberInput,
  PasswordInput,
  SegmentedControl,
  Select,
  Switch,
  Table,
  TagsInput,
  Textarea,
  TextInput,
  Tooltip,
} from '@mantine/core'

export type Density = 'comfortable' | 'compact'

/** Ink blue. White on shades 5 and 6, and shade 4 as text on the dark ground, reach 4.5 : 1. */
const ink: MantineColorsTuple = [
  '#eef3fb',
  '#dae4f3',
  '#b3c8e7',
  '#88aadb',
  '#7ea6e0',
  '#4674b8',
  '#2f5f9e',
  '#284f84',
  '#20406b',
  '#183152',
]

/** A neutral dark with a trace of blue: 7 is the page, 8 and 9 lie behind it, 6 and 5 above it. */
const dark: MantineColorsTuple = [
  '#d5d8de',
  '#b9bec8',
  '#9aa1ae',
  '#868e9c',
  '#434a57',
  '#363c47',
  '#2a2f38',
  '#1e2229',
  '#181b21',
  '#121419',
]

/** White on the shades of a filled button, 5 to 7, reaches 4.5 : 1: the kit's own red is too light for it. */
const red: MantineColorsTuple = [
  '#fff5f5',
  '#ffe3e3',
  '#ffc9c9',
  '#ffa8a8',
  '#ff8787',
  '#c93a3e',
  '#b8282d',
  '#a52227',
  '#911d22',
  '#7a181c',
]

const small = { defaultProps: { size: 'xs' } } as const

/** One place for every look: pages name no colour and no size of their own. */
export function galleyTheme(density: Density): MantineThemeOverride {
  return createTheme({
    scale: density === 'compact' ? 0.9 : 1,
    primaryColor: 'ink',
    primaryShade: { light: 6, dark: 5 },
    colors: { ink, dark, red },
    defaultRadius: 'sm',
    cursorType: 'pointer',
    respectReducedMotion: true,
    fontFamily: 'Inter, ui-sans-serif, system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif',
    fontFamilyMonospace:
      '"JetBrains Mono", ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace',
    fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
    headings: {
      fontWeight: '600',
      sizes: {
        h1: { fontSize: '1.125rem', lineHeight: '1.4' },
        h2: { fontSize: '0.9375rem', lineHeight: '1.4' },
        h3: { fontSize: '0.8125rem', lineHeight: '1.4' },
      },
    },
    components: {
      ActionIcon: ActionIcon.extend({
        defaultProps: { variant: 'subtle', color: 'gray', size: 'md' },
      }),
      Autocomplete: Autocomplete.extend(small),
      Checkbox: Checkbox.extend(small),
      JsonInput: JsonInput.extend(small),
      MultiSelect: MultiSelect.extend(small),
      // The grey it comes with is too light to read beside a title.
      Notification: Notification.extend({
        styles: { description: { color: 'var(--mantine-color-text)' } },
      }),
      Badge: Badge.extend({
        defaultProps: { size: 'sm', variant: 'default', tt: 'none', fw: 500, radius: 'sm' },
      }),
      Button: Button.extend(small),
      Menu: Menu.extend({
        defaultProps: {
          shadow: 'md',
          position: 'bottom-end',
          // It would take the focus among the items, where a menu may have items only.
          withInitialFocusPlaceholder: false,
        },
      }),
      Modal: Modal.extend({
        defaultProps: { centered: true, closeButtonProps: { 'aria-label': 'Close' } },
      }),
      NativeSelect: NativeSelect.extend(small),
      NumberInput: NumberInput.extend(small),
      PasswordInput: PasswordInput.extend(small),
      SegmentedControl: SegmentedControl.extend(small),
      Select: Select.extend({
        defaultProps: { size: 'xs', allowDeselect: false, rightSectionWidth: 24 },
      }),
      Switch: Switch.extend(small),
      Table: Table.extend({ defaultProps: { verticalSpacing: 6, fz: 'sm' } }),
      TagsInput: TagsInput.extend(small),
      Textarea: Textarea.extend(small),
      TextInput: TextInput.extend(small),
      Tooltip: Tooltip.extend({ defaultProps: { openDelay: 300, multiline: true, maw: 360 } }),
    },
  })
}
