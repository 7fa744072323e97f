/**
 * Which process is this? A number alone does not say: numbers are used again. On Linux a process is told by its number and
 * its start time; elsewhere by number and command line.
 */
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

const proc = (pid: number, file: string): string | undefined => {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return undefined
  }
}

/** State letter and start time in clock ticks since boot; the command, which may hold spaces and brackets, is skipped. */
const statOf = (pid: number): { state: string; ticks: string } | undefined => {
  const stat = proc(pid, 'stat')
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')
  return fields?.[0] && fields[19] ? { state: fields[0], ticks: fields[19] } : undefined
}

/** Alive and not a zombie that only waits for its parent. */
export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  return process.platform !== 'linux' || !['Z', 'X', undefined].includes(statOf(pid)?.state)
}

/** Differs between two processes that had the same number one after the other. */
export const birthOf = (pid: number): string => {
  if (process.platform !== 'linux') return 'unknown'
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  return `${boot}:${statOf(pid)?.ticks ?? 'gone'}`
}

export const commandLine = (pid: number): string[] => {
  if (process.platform === 'linux') return (proc(pid, 'cmdline') ?? '').split('\0').filter((part) => part !== '')
  const listed = spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
  return (listed.stdout ?? '').trim().split(/\s+/)
}

/** Every process whose working folder is `folder`: a server and its backends work in their data folder. Linux only. */
export const processesWorkingIn = (folder: string): number[] => {
  if (process.platform !== 'linux') return []
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return pid !== process.pid && readlinkSync(`/proc/${pid}/cwd`) === folder && isAlive(pid)
      } catch {
        return false
      }
    })
}

/** Every process at work on this data folder: named in its arguments or its environment, or its working folder. Linux only. */
export const processesOn = (folder: string): number[] => {
  if (process.platform !== 'linux') return []
  const named = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter(
      (pid) =>
        pid !== process.pid &&
        isAlive(pid) &&
        (commandLine(pid).includes(folder) || (proc(pid, 'environ') ?? '').split('\0').includes(`PGDATA=${folder}`)),
    )
  return [...new Set([...named, ...processesWorkingIn(folder)])]
}

export const sleepMs = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** True as soon as the process is gone, false when it is still there after `ms`. */
export const goneWithin = async (pid: number, ms: number): Promise<boolean> => {
  const until = Date.now() + ms
  while (isAlive(pid)) {
    if (Date.now() > until) return false
    await sleepMs(10)
  }
  return true
}
