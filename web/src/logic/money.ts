// Money is a decimal text in yuan (元) and stays a text: no figure passes
// through a floating-point number.

export type MoneyUnit = 'yuan' | 'wan'

const shape = /^(-?)(\d+)(?:\.(\d+))?$/

/** Whether a text is a decimal with at most `digits` digits after the point. */
export function isDecimal(text: string, digits = 6): boolean {
  const m = shape.exec(text)
  return m !== null && (m[2] ?? '').length <= 18 && (m[3] ?? '').length <= digits
}

/** Moves the decimal point: shift("4690000", -4) is "469". */
export function shift(text: string, places: number): string {
  const m = shape.exec(text)
  if (!m) return text
  const whole = m[2] ?? ''
  const fraction = m[3] ?? ''
  const all = whole + fraction
  const point = whole.length + places
  const padded = point <= 0 ? '0'.repeat(1 - point) + all : all.padEnd(point, '0')
  const at = Math.max(point, 1)
  const left = padded.slice(0, at).replace(/^0+(?=\d)/, '')
  const right = padded.slice(at).replace(/0+$/, '')
  const sign = m[1] && /[1-9]/.test(left + right) ? '-' : ''
  return sign + left + (right ? '.' + right : '')
}

/** yuan("4690000") is "4,690,000". */
export function yuan(text: string): string {
  const m = shape.exec(text)
  if (!m) return text
  const whole = (m[2] ?? '').replace(/\B(?=(\d{3})+$)/g, ',')
  return m[1] + whole + (m[3] ? '.' + m[3] : '')
}

/** wan("4690000") is "469", in 万元. */
export function wan(text: string): string {
  return yuan(shift(text, -4))
}

/** toYuan gives what was typed in a unit, in yuan. */
export function toYuan(text: string, unit: MoneyUnit): string {
  return unit === 'wan' ? shift(text, 4) : text
}
