import type { components } from '@/api/schema.gen'

/** How long a text is as an office counts: no blanks, a run of Latin letters or digits is one. */
export function letters(text: string): number {
  return (text.match(/[\p{Script=Latin}\p{N}]+(?:[.,'’-][\p{Script=Latin}\p{N}]+)*|\S/gu) ?? []).length
}

/** The mandatory parts of the report that are still empty, by title. */
export function missingParts(form: components['schemas']['FormField'][], texts: Record<string, string>): { name: string; title: string }[] {
  return form.filter((f) => f.kind === 'part' && f.required && !(texts[f.name] ?? '').trim()).map(({ name, title }) => ({ name, title }))
}
