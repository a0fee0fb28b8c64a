// A small workbook as somebody fills it in: one sheet of texts.
import { checksum } from './picture.mjs'

const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const office = 'http://schemas.openxmlformats.org'
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'

/** The rows begin in A1; texts stand in their cells. */
export function workbook(name, rows) {
  const escaped = (text) => text.replace(/[&<>]/g, (c) => `&#${c.charCodeAt(0)};`)
  const cell = (text, row, at) => `<c r="${letters[at]}${row + 1}" t="inlineStr"><is><t>${escaped(text)}</t></is></c>`
  const lines = rows.map((texts, i) => `<row r="${i + 1}">${texts.map((text, at) => cell(text, i, at)).join('')}</row>`)
  const buffer = archive({
    '[Content_Types].xml': `${xml}<Types xmlns="${office}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`,
    '_rels/.rels': `${xml}<Relationships xmlns="${office}/package/2006/relationships"><Relationship Id="rId1" Type="${office}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `${xml}<workbook xmlns="${office}/spreadsheetml/2006/main" xmlns:r="${office}/officeDocument/2006/relationships"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${xml}<Relationships xmlns="${office}/package/2006/relationships"><Relationship Id="rId1" Type="${office}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': `${xml}<worksheet xmlns="${office}/spreadsheetml/2006/main"><sheetData>${lines.join('')}</sheetData></worksheet>`,
  })
  return { name, mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', buffer }
}

/** A ZIP archive of files that are stored as they are. */
function archive(files) {
  const parts = []
  const index = []
  let at = 0
  const add = (...some) => some.forEach((b) => (at += parts[parts.push(b) - 1].length))
  for (const [name, text] of Object.entries(files)) {
    const content = Buffer.from(text)
    const facts = Buffer.concat([words(20, 0x800, 0, 0, 0x21), longs(checksum(content), content.length, content.length), words(name.length, 0)])
    index.push(longs(0x02014b50), words(20), facts, words(0, 0, 0), longs(0, at), Buffer.from(name))
    add(longs(0x04034b50), facts, Buffer.from(name), content)
  }
  const start = at
  add(...index)
  const n = Object.keys(files).length
  add(longs(0x06054b50), words(0, 0, n, n), longs(at - start, start), words(0))
  return Buffer.concat(parts)
}

function words(...numbers) {
  const b = Buffer.alloc(2 * numbers.length)
  numbers.forEach((n, i) => b.writeUInt16LE(n, 2 * i))
  return b
}

function longs(...numbers) {
  const b = Buffer.alloc(4 * numbers.length)
  numbers.forEach((n, i) => b.writeUInt32LE(n >>> 0, 4 * i))
  return b
}

/** A table of holidays for 2027, made up: what the notice will say nobody knows here. */
export function holidays(makeUp) {
  const days = [
    ['2027-01-01', '放假', '元旦'], ['2027-02-06', '放假', '春节'], [makeUp, '上班', '春节'], ['2027-04-05', '放假', '清明节'],
    ['2027-05-03', '放假', '劳动节'], ['2027-06-09', '放假', '端午节'], ['2027-09-15', '放假', '国庆节、中秋节'],
  ]
  const lines = [['日期', '类型', '名称', '依据'], ...days.map((day) => [...day, '国办发明电〔2026〕9号'])]
  return { name: '2027.csv', mimeType: 'text/csv', buffer: Buffer.from(lines.map((line) => line.join(',')).join('\n')) }
}
