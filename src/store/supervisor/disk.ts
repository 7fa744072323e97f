/** Free space, looked at before it runs out: a full disk is said in one sentence instead of a stack of server errors. */
import { statfsSync } from 'node:fs'
import { refusal } from './refusal.ts'

const MIB = 1024 * 1024
/** An empty cluster takes about 40 MiB and its first log files 16 MiB each; judgement, not validated. */
export const INIT_NEEDS_MIB = 160
/** What recovery and a checkpoint write before anything can be freed; judgement, not validated. */
export const START_NEEDS_MIB = 48

export const freeMib = (folder: string): number => {
  const { bavail, bsize } = statfsSync(folder)
  return Math.floor((bavail * bsize) / MIB)
}

export const requireSpace = (folder: string, neededMib: number): void => {
  const free = freeMib(folder)
  if (free >= neededMib) return
  throw diskFull(
    `${free} MiB are free in ${folder}, at least ${neededMib} MiB are needed`,
    `${folder} 只剩 ${free} MiB，至少需要 ${neededMib} MiB`,
  )
}

export const diskFull = (en: string, zh: string) =>
  refusal(
    'disk_full',
    `The disk is full (ENOSPC): ${en}. Free some space and start again; nothing was lost.`,
    `磁盘空间不足（ENOSPC）：${zh}。请腾出空间后重新启动；数据没有丢失。`,
  )
