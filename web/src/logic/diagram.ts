const model = 'http://www.omg.org/spec/BPMN/20100524/MODEL'
const di = 'http://www.omg.org/spec/BPMN/20100524/DI'
const dc = 'http://www.omg.org/spec/DD/20100524/DC'
const dd = 'http://www.omg.org/spec/DD/20100524/DI'

/** A thing on the diagram: an event, a task, a gateway or a stage. */
export interface Shape {
  id: string
  kind: string
  name: string
  x: number
  y: number
  width: number
  height: number
  /** Done several times: item by item, or by several people. */
  several: boolean
}

/** A line on the diagram. */
export interface Edge {
  id: string
  name: string
  points: Array<{ x: number; y: number }>
}

export interface Diagram {
  shapes: Shape[]
  edges: Edge[]
  width: number
  height: number
}

function all(within: Document | Element, space: string, name: string): Element[] {
  return Array.from(within.getElementsByTagNameNS(space, name))
}
function numbers(of: Element, ...names: string[]): number[] {
  return names.map((name) => Number(of.getAttribute(name)))
}

/** Reads the picture of a BPMN 2.0 file; throws when it has none. */
export function readDiagram(source: string): Diagram {
  const document = new DOMParser().parseFromString(source, 'application/xml')
  const elements = new Map(Array.from(document.getElementsByTagNameNS(model, '*')).map((e) => [e.getAttribute('id') ?? '', e]))
  const shapes = all(document, di, 'BPMNShape').map((shape) => {
    const element = elements.get(shape.getAttribute('bpmnElement') ?? '')
    const bounds = all(shape, dc, 'Bounds')[0]
    if (!element || !bounds) throw new Error('a shape without an element')
    const [x = 0, y = 0, width = 0, height = 0] = numbers(bounds, 'x', 'y', 'width', 'height')
    const several = Array.from(element.children).some((c) => c.localName === 'multiInstanceLoopCharacteristics')
    return { id: element.getAttribute('id') ?? '', kind: element.localName, name: element.getAttribute('name') ?? '', x, y, width, height, several }
  })
  const edges = all(document, di, 'BPMNEdge').map((edge) => {
    const element = elements.get(edge.getAttribute('bpmnElement') ?? '')
    const points = all(edge, dd, 'waypoint').map((p) => ({ x: Number(p.getAttribute('x')), y: Number(p.getAttribute('y')) }))
    return { id: element?.getAttribute('id') ?? '', name: element?.getAttribute('name') ?? '', points }
  })
  if (shapes.length === 0) throw new Error('no diagram')
  const points = edges.flatMap((e) => e.points)
  return {
    shapes, edges,
    width: Math.max(...shapes.map((s) => s.x + s.width), ...points.map((p) => p.x)) + 20,
    height: Math.max(...shapes.map((s) => s.y + s.height), ...points.map((p) => p.y)) + 20,
  }
}

/** A name in lines of so many characters; what is left is cut. */
export function lines(name: string, length: number, most: number): string[] {
  const out: string[] = []
  for (let at = 0; at < name.length && out.length < most; at += length) out.push(name.slice(at, at + length))
  return name.length > length * most ? [...out.slice(0, -1), out.slice(-1).join('').slice(0, length - 1) + '…'] : out
}
