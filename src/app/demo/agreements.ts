/**
 * What the demonstration's agencies share, as their agreements would say it: giver, receiver, class of data, purpose. Invented:
 * local examples, not law. Intelligence and parties are shared by none of them.
 */
type Purpose = 'port_security' | 'health_quarantine' | 'law_enforcement'
export type DemonstrationAgreement = { giver: string; receiver: string; dataClass: string; purpose: Purpose }

const give = (
  giver: string,
  dataClass: string,
  receivers: readonly string[],
  purpose: Purpose = 'port_security',
): DemonstrationAgreement[] => receivers.map((receiver) => ({ giver, receiver, dataClass, purpose }))

export const DEMONSTRATION_AGREEMENTS: readonly DemonstrationAgreement[] = [
  ...give('customs', 'declaration_basic', ['port_office', 'msa']),
  ...give('customs', 'declaration_basic', ['health_cdc'], 'health_quarantine'),
  ...give('customs', 'declaration_basic', ['public_security'], 'law_enforcement'),
  ...give('customs', 'declaration_commercial', ['public_security'], 'law_enforcement'),

  ...give('customs', 'manifest', ['port_office', 'msa', 'port_operator']),
  ...give('customs', 'manifest', ['public_security'], 'law_enforcement'),
  ...give('customs', 'inspection', ['port_office']),
  ...give('customs', 'inspection', ['public_security'], 'law_enforcement'),
  ...give('customs', 'sensor', ['port_office', 'port_operator']),

  // That there are ill people on board is for all who go near the ship; what they suffer from, for quarantine alone.
  ...give('customs', 'health_declaration', ['port_office', 'msa', 'nia', 'port_operator']),
  ...give('customs', 'health_declaration', ['health_cdc'], 'health_quarantine'),
  ...give('customs', 'health_quarantine', ['health_cdc'], 'health_quarantine'),

  ...give('msa', 'prearrival', ['port_office', 'customs', 'nia', 'port_operator']),
  ...give('msa', 'prearrival', ['customs', 'health_cdc'], 'health_quarantine'),

  ...give('port_operator', 'sensor', ['port_office', 'customs']),
  ...give('port_operator', 'cyber', ['port_office', 'customs', 'msa', 'public_security']),

  ...give('lab', 'laboratory', ['port_office', 'customs']),
  ...give('lab', 'laboratory', ['customs', 'health_cdc'], 'health_quarantine'),
  ...give('lab', 'health_quarantine', ['customs', 'health_cdc'], 'health_quarantine'),

  ...give('port_office', 'public_tip', ['customs', 'msa', 'public_security']),
]
