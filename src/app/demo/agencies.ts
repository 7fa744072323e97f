/** Who takes part at the demonstration port. On a real site administration says so. */
export const DEMONSTRATION_AGENCIES = [
  'customs',
  'health_cdc',
  'nia',
  'msa',
  'port_office',
  'port_operator',
  'public_security',
  'eco_env',
  'lab',
  'local_gov',
  'customs_antismuggling',
  'agri',
  'forestry',
  'nnsa',
] as const
