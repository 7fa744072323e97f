/**
 * `tongguan import FILE --source SOURCE [--sheet NAME] [--port LOCODE]`: signals of the source's kind from CSV, XLSX or JSON lines,
 * their columns read as they were mapped last on the Import page, beside a running server or without one. Progress on standard error; refused rows into `FILE.rejects.csv`; safe to repeat.
 */
import { access, constants } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { importLocalFile } from '../../actions/signals/public.ts'
import { DomainError } from '../../base/public.ts'
import { openSite } from '../site.ts'
import { type Command, UsageError } from './command.ts'

const LOCODE = /^[A-Z]{2}[A-Z2-9]{3}$/
/** A terminal that is not watched by a person need not read every chunk. */
const REPORT_MS = 500

const readOptions = (args: readonly string[]) => {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { source: { type: 'string' }, port: { type: 'string' }, sheet: { type: 'string' } },
    })
    return { ...values, files: positionals }
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

export const importCommand: Command = async (args, terminal) => {
  const { source, port, sheet, files } = readOptions(args)
  const [name] = files
  if (name === undefined || files.length > 1) throw new UsageError('say one file: tongguan import FILE --source SOURCE')
  if (!source) throw new UsageError('say where the signals come from: --source SOURCE')
  if (port !== undefined && !LOCODE.test(port))
    throw new UsageError(`--port is a UN/LOCODE such as CNSHA, not "${port}"`)
  const file = resolve(name)
  await access(file, constants.R_OK).catch(() => {
    throw new DomainError('invalid', { zh: `无法读取文件 ${name}`, en: `The file ${name} cannot be read.` })
  })
  // Never as a demonstration: a first command on an empty site makes a clean one.
  const config = { ...terminal.config(['--empty']), refuseDemo: false }
  const site = await openSite(config, 'join', () => {})
  try {
    const started = performance.now()
    let reported = 0
    const result = await importLocalFile(site.house, {
      file,
      source,
      ...(port ? { port } : {}),
      ...(sheet ? { sheet } : {}),
      onNotice: (notice) => terminal.say(notice.en),
      onProgress: ({ rowsRead, rowsTotal, rejected }) => {
        const now = performance.now()
        if (rowsRead < rowsTotal && now - reported < REPORT_MS) return
        reported = now
        terminal.say(`${rowsRead} of ${rowsTotal} rows${rejected > 0 ? `, ${rejected} refused` : ''}`)
      },
    })
    const { rowsRead, accepted, repeated, corrected, rejected, rejectsFile, runId } = result
    const seconds = Math.round((performance.now() - started) / 100) / 10
    if (rejectsFile) terminal.say(`Refused rows with the reason and the remedy: ${rejectsFile}`)
    terminal.print(
      terminal.json
        ? JSON.stringify({ import: runId, rowsRead, accepted, repeated, corrected, rejected, rejectsFile, seconds })
        : `${rowsRead} rows: ${accepted} accepted, ${repeated} repeated, ${corrected} corrected, ${rejected} refused, in ${seconds} s`,
    )
    return 0
  } finally {
    await site.close()
  }
}
