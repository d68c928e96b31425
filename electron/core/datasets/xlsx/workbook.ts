import { UnreadableFile } from '../files/parsed.ts'
import { isDateFormat } from './dates.ts'
import { unescaped, type XmlHandlers, xmlParser } from './xml.ts'
import type { Package } from './zip.ts'

/** Texts that all sheets share are kept in memory: characters of them at most. */
const mostShared = 200_000_000

export interface Sheet {
  name: string
  part: string
}

/** What reading a sheet needs of its workbook. */
export interface Workbook {
  sheets: Sheet[]
  sharedTexts: string[]
  /** By the number of a cell's style: whether its number is a day or time. */
  dateStyles: boolean[]
  /** Days are counted from 1904 instead of 1900. */
  isFrom1904: boolean
}

async function parsePart(file: Package, part: string, handlers: XmlHandlers): Promise<void> {
  if (!file.has(part)) return
  const push = xmlParser(part, handlers)
  for await (const text of file.read(part)) push(text)
  push(null)
}

/** Reads the small parts of a workbook; throws `UnreadableFile` where it is none. */
export async function readWorkbook(file: Package): Promise<Workbook> {
  const targets = await readTargets(file)
  const sheets: Sheet[] = []
  let isFrom1904 = false
  await parsePart(file, 'xl/workbook.xml', {
    open(name, attributes) {
      if (name === 'workbookPr') isFrom1904 = /^(1|true)$/.test(attributes.date1904 ?? '')
      const part = targets.get(attributes['r:id'] ?? '')
      if (name === 'sheet' && part !== undefined) sheets.push({ name: attributes.name ?? '', part })
    },
  })
  if (sheets.length === 0) throw new UnreadableFile(1, null, 'The workbook has no sheet.')
  const sharedTexts = await readSharedTexts(file)
  return { sheets, sharedTexts, dateStyles: await readDateStyles(file), isFrom1904 }
}

async function readTargets(file: Package): Promise<Map<string, string>> {
  const targets = new Map<string, string>()
  await parsePart(file, 'xl/_rels/workbook.xml.rels', {
    open(name, { Id, Target, TargetMode }) {
      if (name !== 'Relationship' || !Id || !Target || TargetMode === 'External') return
      targets.set(Id, Target.startsWith('/') ? Target.slice(1) : `xl/${Target}`)
    },
  })
  return targets
}

async function readSharedTexts(file: Package): Promise<string[]> {
  const texts: string[] = []
  let text = ''
  let length = 0
  let isText = false
  // Texts may be in runs of different looks, and have a phonetic reading that is not part of them.
  let isPhonetic = false
  await parsePart(file, 'xl/sharedStrings.xml', {
    open(name) {
      if (name === 'si') text = ''
      if (name === 'rPh') isPhonetic = true
      isText = name === 't' && !isPhonetic
    },
    text(piece) {
      if (isText) text += piece
    },
    close(name) {
      isText = false
      if (name === 'rPh') isPhonetic = false
      if (name !== 'si') return
      length += text.length
      if (length > mostShared) {
        throw new UnreadableFile(1, null, 'The workbook has too much text: export it as CSV.')
      }
      texts.push(unescaped(text))
    },
  })
  return texts
}

async function readDateStyles(file: Package): Promise<boolean[]> {
  const codes = new Map<number, string>()
  const styles: boolean[] = []
  let isCellStyle = false
  await parsePart(file, 'xl/styles.xml', {
    open(name, { numFmtId, formatCode }) {
      if (name === 'numFmt') codes.set(Number(numFmtId), formatCode ?? '')
      if (name === 'cellXfs') isCellStyle = true
      else if (name === 'xf' && isCellStyle) {
        const id = Number(numFmtId)
        styles.push(isDateFormat(id, codes.get(id)))
      }
    },
    close(name) {
      if (name === 'cellXfs') isCellStyle = false
    },
  })
  return styles
}
