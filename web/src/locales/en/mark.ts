// What the server words stays Chinese in an English page. It is marked as
// Chinese wherever it is shown, so that it is read aloud as Chinese (WCAG
// 3.1.2). A text that mixes both stays what the page is.
const chinese = /\p{Script=Han}/u
const english = /[A-Za-z]{3}/
const tag = 'zh-CN'
const marked = new WeakSet<Element>()

function mark(element: Element): void {
  if (element.hasAttribute('lang') && !marked.has(element)) return
  const own = [...element.childNodes].filter((n) => n.nodeType === Node.TEXT_NODE).map((n) => n.nodeValue ?? '').join('')
  if (chinese.test(own) && !english.test(own)) {
    marked.add(element)
    element.setAttribute('lang', tag)
  } else if (marked.delete(element)) {
    element.removeAttribute('lang')
  }
}

function markBelow(node: Node): void {
  if (node instanceof Element) {
    mark(node)
    for (const element of node.querySelectorAll('*')) mark(element)
  } else if (node.parentElement) {
    mark(node.parentElement)
  }
}

/** Marks what is Chinese below an element, now and whenever it changes. */
export function markChinese(root: Element): MutationObserver {
  markBelow(root)
  const observer = new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.target instanceof Element) mark(change.target)
      else markBelow(change.target)
      change.addedNodes.forEach(markBelow)
    }
  })
  observer.observe(root, { childList: true, characterData: true, subtree: true })
  return observer
}
