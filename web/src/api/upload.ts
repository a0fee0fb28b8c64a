import { actingHeaders } from '@/acting'
import { asProblem, ProblemError, unreachable } from './problem'
import type { components } from './schema.gen'

export type Material = components['schemas']['Material']

/**
 * Sends a file to the checklist of a task and tells how far it is, which fetch
 * cannot. The address and the headers are those of `supplyMaterial`.
 */
export function supplyMaterial(taskId: string, kind: string, file: File, key: string, progress: (percent: number) => void): Promise<Material> {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest()
    const name = encodeURIComponent(file.name)
    const path = `/api/v1/tasks/${encodeURIComponent(taskId)}/materials/${encodeURIComponent(kind)}`
    request.open('PUT', `${path}?file_name=${name}`)
    request.setRequestHeader('Content-Type', 'application/octet-stream')
    request.setRequestHeader('Idempotency-Key', key)
    for (const [header, value] of Object.entries(actingHeaders(path))) request.setRequestHeader(header, value)
    request.upload.onprogress = (e) => progress(e.lengthComputable ? Math.round((e.loaded / e.total) * 100) : 0)
    request.onerror = () => failed(unreachable(undefined))
    request.onload = () => {
      const body = read(request.responseText)
      if (request.status < 300) done(body as Material)
      else failed(new ProblemError(asProblem(body, new Response(null, { status: request.status })), Number(request.getResponseHeader('Retry-After')) || 0))
    }
    request.send(file)
  })
}

function read(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
