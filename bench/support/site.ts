/** A site of its own for a benchmark: durable PostgreSQL in a temporary folder, integrator in its process, one source of declarations. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { putSource, type Source, usualMarkings } from '../../src/actions/signals/public.ts'
import { readConfig } from '../../src/app/config.ts'
import { DEMONSTRATION_AGENCIES } from '../../src/app/demo/agencies.ts'
import { type IntegratorProcess, startIntegrator } from '../../src/app/integrator-process.ts'
import { openSite, type Site } from '../../src/app/site.ts'
import { namedUuid } from '../../src/environment/identity/public.ts'
import { withRole } from '../../src/store/public.ts'

export type BenchSite = {
  site: Site
  source: Source
  integrator: IntegratorProcess
  dataDir: string
  close(): Promise<void>
}

export const openBenchSite = async (): Promise<BenchSite> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'tongguan-bench-'))
  const config = readConfig({ ...process.env, TONGGUAN_DATA: dataDir, DATABASE_URL: '' }, [], dataDir)
  const site = await openSite(config, 'supervise', () => {})
  const source = await withRole(site.db, 'owner', async (tx) => {
    for (const id of DEMONSTRATION_AGENCIES)
      await tx.query('select app.put_agency(agency_id, zh, en, type, true) from agency where agency_id = $1', [id])
    return putSource(tx, {
      id: namedUuid('bench source'),
      code: 'customs.declarations',
      agencyId: 'customs',
      kind: 'declaration',
      zh: '海关申报',
      en: 'Customs declarations',
      reliability: 'A',
      port: config.portCode,
      place: 'sea',
      ...usualMarkings('declaration', 'customs'),
    })
  })
  const integrator = startIntegrator(site, (line) => console.error(line))
  return {
    site,
    source,
    integrator,
    dataDir,
    close: async () => {
      await integrator.stop()
      await site.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

export const ledgerSize = async (site: Site): Promise<number> => {
  const { rows } = await site.db.owner.query<{ size: string }>('select size from ledger_state')
  return Number(rows[0]!.size)
}

export const percentile = (values: readonly number[], q: number): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN
}
