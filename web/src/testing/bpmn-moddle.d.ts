declare module 'bpmn-moddle' {
  /** As much of the reader of BPMN files as the tests use. */
  export class BpmnModdle {
    fromXML(source: string): Promise<{ rootElement: { $type: string; diagrams: Array<{ plane: { planeElement: Array<{ bpmnElement?: unknown }> } }> }; warnings: unknown[] }>
  }
}
