/** A line of one text or of both. */
export interface DiffLine {
  kind: 'same' | 'added' | 'removed'
  text: string
  /** Its number in the new text, of a removed one in the old. */
  line: number
}

/** Texts with more lines than this are compared from both ends only. */
const most = 2000

/** What changed between two texts, line by line: the fewest changes. */
export function diff(before: string, after: string): DiffLine[] {
  const [a, b] = [before.split('\n'), after.split('\n')]
  let head = 0
  while (head < a.length && head < b.length && a[head] === b[head]) head++
  let tail = 0
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++
  const out: DiffLine[] = a.slice(0, head).map((text, n) => ({ kind: 'same', text, line: n + 1 }))
  out.push(...middle(a.slice(head, a.length - tail), b.slice(head, b.length - tail), head))
  for (let n = b.length - tail; n < b.length; n++) out.push({ kind: 'same', text: b[n] ?? '', line: n + 1 })
  return out
}

function middle(a: string[], b: string[], offset: number): DiffLine[] {
  const removed = (n: number): DiffLine => ({ kind: 'removed', text: a[n] ?? '', line: offset + n + 1 })
  const added = (n: number): DiffLine => ({ kind: 'added', text: b[n] ?? '', line: offset + n + 1 })
  if (a.length > most || b.length > most) return [...a.map((_, n) => removed(n)), ...b.map((_, n) => added(n))]
  // common[i][j] is the length of the longest common part behind i and j.
  const common = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1))
  const at = (i: number, j: number): number => common[i]?.[j] ?? 0
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const row = common[i]
      if (row) row[j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
    }
  }
  const out: DiffLine[] = []
  for (let i = 0, j = 0; i < a.length || j < b.length; ) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      out.push({ kind: 'same', text: a[i] ?? '', line: offset + j + 1 })
      i++
      j++
    } else if (i < a.length && (j === b.length || at(i + 1, j) >= at(i, j + 1))) out.push(removed(i++))
    else out.push(added(j++))
  }
  return out
}

/** The changed lines with some lines around them; null stands for what is left out. */
export function hunks(lines: DiffLine[], around = 3): Array<DiffLine | null> {
  const keep = lines.map((_, n) => lines.slice(Math.max(0, n - around), n + around + 1).some((l) => l.kind !== 'same'))
  const out: Array<DiffLine | null> = []
  lines.forEach((line, n) => {
    if (keep[n]) out.push(line)
    else if (out.length > 0 && out[out.length - 1] !== null) out.push(null)
  })
  if (out[out.length - 1] === null) out.pop()
  return out
}
