/**
 * Sources of every kind as a port usually has them: which agency brings what, how far it is trusted, and how what it brings is
 * marked. A real site begins with them and changes them; the demonstration has the same ones, called synthetic.
 */
import type { Bilingual } from '../../base/public.ts'
import type { Marking } from '../../engine/sharing/public.ts'
import type { Tx } from '../../store/public.ts'
import type { SignalKind } from './kinds/registry.ts'
import { findSource, putSource, type SourceSpec } from './sources.ts'

/** Class of data, by which agreements name it, of a kind's rows and of its parts. */
const CLASSES: { readonly [kind in SignalKind]: { row: string; parts?: Readonly<Record<string, string>> } } = {
  declaration: { row: 'declaration_basic', parts: { commercial: 'declaration_commercial' } },
  manifest_line: { row: 'manifest', parts: { commercial: 'manifest_commercial' } },
  prearrival: { row: 'prearrival' },
  health_declaration: { row: 'health_declaration', parts: { health: 'health_quarantine' } },
  inspection: { row: 'inspection' },
  sensor: { row: 'sensor' },
  laboratory: { row: 'laboratory', parts: { health: 'health_quarantine' } },
  cyber: { row: 'cyber' },
  tip: { row: 'public_tip' },
  intelligence: { row: 'intelligence' },
}

/** Purposes that travel with the data: of a whole kind, and of a part by its class. */
const LOCKS: Readonly<Record<string, string>> = {
  health_quarantine: 'health_quarantine',
  intelligence: 'law_enforcement',
}

/**
 * The usual markings of a kind: the row by agreement, its parts by agreements of their own, parties to the owner's officers only.
 * What is locked to a purpose is opened for no other, whatever an agreement says.
 */
export const usualMarkings = (kind: SignalKind, owner: string): Pick<SourceSpec, 'marking' | 'parts'> => {
  const mark = (dataClass: string, tlp: Marking['tlp'] = 'amber'): Marking => ({
    owner,
    dataClass,
    purposeLock: LOCKS[dataClass] ?? null,
    tlp,
    agencies: [],
    groups: [],
  })
  const { row, parts = {} } = CLASSES[kind]
  return {
    marking: mark(row),
    parts: {
      ...Object.fromEntries(Object.entries(parts).map(([name, dataClass]) => [name, mark(dataClass)])),
      party: { ...mark('party', 'amber_strict'), purposeLock: LOCKS[row] ?? null },
    },
  }
}

type Usual = Bilingual & {
  /** Last places of the source's id, the same on every site. */
  no: string
  code: string
  agencyId: string
  kind: SignalKind
  reliability: NonNullable<SourceSpec['reliability']>
}

const usual = (
  no: string,
  code: string,
  kind: SignalKind,
  reliability: Usual['reliability'],
  zh: string,
  en: string,
): Usual => ({ no, code, agencyId: code.split('.')[0]!, kind, reliability, zh, en })

/** Grades are judgement, not validated: how a port usually trusts such a source before anything is known of it. */
export const USUAL_SOURCES: readonly Usual[] = [
  usual('01', 'customs.declarations', 'declaration', 'B', '海关进口报关单', 'Customs import declarations'),
  usual('02', 'customs.manifests', 'manifest_line', 'B', '海关舱单', 'Customs cargo manifests'),
  usual('03', 'msa.prearrivals', 'prearrival', 'B', '海事抵港预报', 'Maritime pre-arrival notices'),
  usual(
    '04',
    'customs.health_declarations',
    'health_declaration',
    'C',
    '海事健康申报',
    'Maritime declarations of health',
  ),
  usual('05', 'customs.inspections', 'inspection', 'A', '海关查验', 'Customs inspections'),
  usual('06', 'customs.sensors', 'sensor', 'B', '海关监测设备', 'Customs sensors'),
  usual('07', 'port_operator.sensors', 'sensor', 'B', '码头监测设备', 'Terminal sensors'),
  usual('08', 'lab.results', 'laboratory', 'A', '实验室检测', 'Laboratory results'),
  usual('09', 'port_operator.alerts', 'cyber', 'B', '码头网络告警', 'Terminal cyber alerts'),
  usual('10', 'port_office.tips', 'tip', 'F', '口岸公众线索', 'Public tips to the port office'),
  usual('11', 'public_security.notes', 'intelligence', 'B', '公安情报', 'Police intelligence notes'),
]

/** Makes the usual sources where their code is not taken yet. As the owner; safe to repeat. @returns codes made now */
export const ensureDefaultSources = async (
  tx: Pick<Tx, 'query'>,
  port: string,
  place: SourceSpec['place'] = 'sea',
): Promise<string[]> => {
  const made: string[] = []
  for (const { no, ...source } of USUAL_SOURCES) {
    if (await findSource(tx, source.code)) continue
    const id = `c0570e5d-0000-4000-8000-0000000000${no}`
    await putSource(tx, { id, ...source, port, place, ...usualMarkings(source.kind, source.agencyId) })
    made.push(source.code)
  }
  return made
}
