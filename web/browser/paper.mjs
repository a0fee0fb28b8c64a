// A small valid PDF, and a text that only says it is one.
export function paper(title, filling = '') {
  const offsets = []
  let file = '%PDF-1.4\n' + filling
  const object = (body) => {
    offsets.push(file.length)
    file += `${offsets.length} 0 obj\n${body}\nendobj\n`
  }
  const text = `BT /F1 18 Tf 72 760 Td (${title}) Tj ET`
  object('<< /Type /Catalog /Pages 2 0 R >>')
  object('<< /Type /Pages /Kids [3 0 R] /Count 1 >>')
  object('<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>')
  object(`<< /Length ${text.length} >>\nstream\n${text}\nendstream`)
  object('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>')
  const start = file.length
  const rows = offsets.map((o) => `${String(o).padStart(10, '0')} 00000 n \n`).join('')
  file += `xref\n0 ${offsets.length + 1}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${offsets.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`
  return { name: `${title}.pdf`, mimeType: 'application/pdf', buffer: Buffer.from(file, 'latin1') }
}

export const notAPaper = { name: 'report.pdf', mimeType: 'application/pdf', buffer: Buffer.from('只是一段文字,不是PDF。\n') }

/** The same with so much behind it that it comes in several parts. */
export function longPaper(title, size, filling = 'filling') {
  const line = `% ${filling}\n`
  const length = size - paper(title).buffer.length
  return paper(title, line.repeat(Math.ceil(length / line.length)).slice(0, length - 1) + '\n')
}
