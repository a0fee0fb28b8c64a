// Starts the real system on a data folder of its own, and ends it.
import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const built = fileURLToPath(new URL('../../bin/jiheng-standalone', import.meta.url))
const startWithin = 180_000
const stopWithin = 60_000

/** Starts a PostgreSQL alone, for a system whose database others ask too. */
export async function startDatabase() {
  const data = mkdtempSync(join(tmpdir(), 'jiheng-database-'))
  chmodSync(data, 0o755)
  const program = spawn(process.env.JIHENG_BINARY ?? built, ['postgres', '--data', data], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise((done) => program.once('exit', done))
  const stop = async () => {
    program.kill('SIGINT')
    await ended
    rmSync(data, { recursive: true, force: true })
  }
  let said = ''
  const line = new Promise((done, failed) => {
    program.stdout.on('data', (chunk) => (said += chunk).includes('\n') && done(said.split('\n')[0]))
    program.once('exit', (code) => failed(new Error(`the database ended with ${code}`)))
  })
  try {
    return { url: JSON.parse(await line).database_url, stop }
  } catch (failure) {
    await stop()
    throw failure
  }
}

/** The password of all demonstration accounts of this run. */
export const password = `pw-${Math.random().toString(36).slice(2, 12)}`

/** Starts the system and gives its address once it has said so; `more` is said in its environment and on its command line. */
export async function startSystem({ env = {}, args = [] } = {}) {
  const data = mkdtempSync(join(tmpdir(), 'jiheng-browser-'))
  chmodSync(data, 0o755) // PostgreSQL runs as somebody else when root starts it
  const program = spawn(process.env.JIHENG_BINARY ?? built, ['run', '--data', data, '--address', '127.0.0.1:0', ...args], {
    env: { ...process.env, JIHENG_DEMO_PASSWORD: password, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  const ended = new Promise((done) => program.once('exit', done))
  const stop = async () => {
    if (program.exitCode === null && program.signalCode === null) {
      program.kill('SIGINT')
      const killer = setTimeout(() => program.kill('SIGKILL'), stopWithin)
      await ended
      clearTimeout(killer)
    }
    rmSync(data, { recursive: true, force: true })
  }
  const address = new Promise((done, failed) => {
    const listen = (chunk) => {
      said += chunk
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(said)
      if (found) done(found[0])
    }
    program.stdout.on('data', listen)
    program.stderr.on('data', (chunk) => {
      said += chunk
    })
    program.once('error', failed)
    program.once('exit', (code) => failed(new Error(`the system ended with ${code} before it was ready:\n${said.slice(-3000)}`)))
    setTimeout(() => failed(new Error(`the system was not ready within ${startWithin / 1000} s:\n${said.slice(-3000)}`)), startWithin).unref()
  })
  try {
    return { base: await address, stop, said: () => said }
  } catch (failure) {
    await stop()
    throw failure
  }
}
