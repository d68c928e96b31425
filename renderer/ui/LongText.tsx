import { memo, useMemo } from 'react'
import classes from './LongText.module.css'

/** Lines that are laid out together. */
const BLOCK_LINES = 40

interface LongTextProps {
  text: string
  className?: string | undefined
}

/**
 * A text as it is, of any length. The browser lays out only the blocks in sight, and a change of one
 * line renders one block: a preview of thousands of lines follows every key.
 */
export function LongText({ text, className }: LongTextProps) {
  const blocks = useMemo(() => split(text), [text])
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
