import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { BpmnModdle } from 'bpmn-moddle'
import { describe, expect, it } from 'vitest'
import { lines, readDiagram } from './diagram'

// The files that the server's own tests keep true.
const folder = resolve('../internal/process/testdata/bpmn')
const files = readdirSync(folder).filter((name) => name.endsWith('.bpmn'))

describe('the diagrams of the shipped processes', () => {
  it.each(files)('%s can be read by other tools, without a warning', async (name) => {
    const { rootElement, warnings } = await new BpmnModdle().fromXML(readFileSync(resolve(folder, name), 'utf8'))
    expect(warnings).toEqual([])
    expect(rootElement.$type).toBe('bpmn:Definitions')
    const drawn = rootElement.diagrams.flatMap((d) => d.plane.planeElement)
    expect(drawn.length).toBeGreaterThanOrEqual(10) // the smallest has one step
    expect(drawn.every((e) => e.bpmnElement)).toBe(true)
  })
})

describe('a diagram', () => {
  it('is refused where there is none', () => {
    expect(() => readDiagram('<a/>')).toThrow()
    expect(() => readDiagram('not XML')).toThrow()
  })
  it('wraps names that are long', () => {
    expect(lines('提交自评报告和评分表', 8, 3)).toEqual(['提交自评报告和评', '分表'])
    expect(lines('一二三四五六', 2, 2)).toEqual(['一二', '三…'])
  })
})
