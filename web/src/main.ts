import { recallLanguage, spoken } from '@/language'
import { speak } from '@/locales/chosen'

// The words are chosen before anything that has words is loaded: they are
// read once, wherever they stand. English is a file of its own.
async function begin(): Promise<void> {
  if (recallLanguage() === 'en') {
    // Chinese is better than nothing where the other words cannot be had.
    await import('@/locales/en').then(({ english, markChinese }) => {
      speak(english)
      markChinese(document.body)
    }, () => { spoken('zh') })
  }
  await import('@/application')
}

void begin()
