import { Tooltip } from '@mantine/core'
import { memo, type ReactNode, useMemo } from 'react'
import classes from './LongText.module.css'

/** Lines that are laid out together. */
const BLOCK_LINES = 40

/** A part of a text that stands out, with the reason on hover. Offsets are UTF-16, the end is exclusive. */
export interface TextMark {
  readonly start: number
  readonly end: number
  readonly kind: 'allow' | 'warn' | 'redact' | 'block'
  readonly title: string
}

interface LongTextProps {
  text: string
  className?: string | undefined
  /** In order and apart. */
  marks?: readonly TextMark[] | undefined
}

/**
 * A text as it is, of any length. The browser lays out only the blocks in sight, and a change of one
 * line renders one block: a preview of thousands of lines follows every key.
 */
export function LongText({ text, className, marks }: LongTextProps) {
  const blocks = useMemo(() => split(text), [text])
  if (marks !== undefined && marks.length > 0) {
    return <pre className={className}>{blocksWithMarks(blocks, marks)}</pre>
  }
  if (blocks.length === 1) return <pre className={className}>{text}</pre>
  return (
    <pre className={className}>
      {blocks.map((block, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a block is nothing but its place
        <Block key={place} text={block} />
      ))}
    </pre>
  )
}

const Block = memo(function Block({ text }: { text: string }) {
  return <span className={classes.block}>{text}</span>
})

/** Only blocks with a mark are drawn each time; the others stay what they are. */
function blocksWithMarks(blocks: readonly string[], marks: readonly TextMark[]): ReactNode[] {
  let offset = 0
  return blocks.map((block, place) => {
    const from = offset
    offset += block.length
    const own = marks.filter(({ start, end }) => end > from && start < offset)
    return own.length === 0 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: a block is nothing but its place
      <Block key={place} text={block} />
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: a block is nothing but its place
      <span key={place} className={classes.block}>
        {pieces(block, from, own)}
      </span>
    )
  })
}

function pieces(block: string, offset: number, marks: readonly TextMark[]): ReactNode[] {
  const out: ReactNode[] = []
  let at = 0
  for (const { start, end, kind, title } of marks) {
    const [from, to] = [Math.max(0, start - offset), Math.min(block.length, end - offset)]
    out.push(
      block.slice(at, from),
      <Tooltip key={start} label={title}>
        <mark className={classes.mark} data-kind={kind}>
          {block.slice(from, to)}
        </mark>
      </Tooltip>,
    )
    at = to
  }
  out.push(block.slice(at))
  return out
}

/** Every block but the last keeps its line break, so that a selection copies the text as it is. */
function split(text: string): string[] {
  const lines = text.split('\n')
  const blocks: string[] = []
  for (let first = 0; first < lines.length; first += BLOCK_LINES) {
    const isLast = first + BLOCK_LINES >= lines.length
    blocks.push(lines.slice(first, first + BLOCK_LINES).join('\n') + (isLast ? '' : '\n'))
  }
  return blocks
}
