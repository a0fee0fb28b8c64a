/** A title in quotation marks as GB/T 15834 has it, those within turned: “三公”经费 becomes “‘三公’经费”. */
export function marked(title: string): string {
  return `“${/[“”]/.test(title) ? title.replace(/[“”‘’]/g, (mark) => turned[mark] ?? mark) : title}”`
}

const turned: Record<string, string> = { '“': '‘', '”': '’', '‘': '“', '’': '”' }
