/** A morning at the demonstration port: some declarations to clear, an illness report and a terminal outage. */
import { openIntake } from '../../src/actions/signals/public.ts'
import { readConfig } from '../../src/app/config.ts'
import { openSite } from '../../src/app/site.ts'
import { agreeTest, bringCrafted, type Crafted, putTestSource } from './crafted-signals.ts'

export const MORNING = 'test.morning'
const HEADINGS = ['8703', '4403', '2903', '3915', '8507']

const illness: Crafted = {
  no: 'MDH-1',
  kind: 'health_declaration',
  riskType: 'bio.emerging',
  level: 3,
  rule: '三名船员发热',
  mentions: [['vessel', 'LAN SHUN']],
}
const outage: Crafted = {
  no: 'CY-1',
  kind: 'cyber',
  riskType: 'cyber.tos_attack',
  level: 2,
  rule: '码头操作系统停摆',
  mentions: [['system', 'TOS']],
}

/** Joins the database of the running site and brings them through intake; the site's own jobs put them together. */
export const bringMorning = async (dataDir: string, repository: string): Promise<void> => {
  const config = readConfig({ TONGGUAN_DATA: dataDir }, [], repository)
  const site = await openSite(config, 'join', () => {})
  try {
    const intake = openIntake(config.dataDir)
    const at = new Date()
    const basic = { dataClass: 'inspection', purposeLock: null, tlp: 'amber' } as const
    const morning = await putTestSource(site.db, MORNING, 'customs', basic)
    const health = await putTestSource(site.db, 'test.health', 'customs', {
      kind: 'health_declaration',
      dataClass: 'health_quarantine',
      purposeLock: 'health_quarantine',
      tlp: 'amber',
    })
    const cyber = await putTestSource(site.db, 'test.cyber', 'port_operator', {
      kind: 'cyber',
      dataClass: 'cyber',
      purposeLock: null,
      tlp: 'amber',
    })
    await agreeTest(site.db, 'port_operator', 'customs', 'cyber', 'health_quarantine')
    const declarations = HEADINGS.map(
      (hs4, i): Crafted => ({
        no: `M-${i}`,
        riskType: 'ecology.solid_waste',
        level: 2,
        rule: 'test.morning',
        mentions: [['hs4', hs4]],
      }),
    )
    await bringCrafted(site.db, intake, morning, at, declarations)
    await bringCrafted(site.db, intake, health, at, [illness])
    await bringCrafted(site.db, intake, cyber, at, [outage])
  } finally {
    await site.close()
  }
}
