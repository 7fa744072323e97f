/** Settings of the embedded server, passed on its command line so that an update of the program updates them too. */
import { totalmem } from 'node:os'

const MIB = 1024 * 1024

/**
 * A twelfth of the machine's memory, between 128 MiB and 2 GiB: the console, jobs and models share the machine, and the
 * random keys of a million signals fit. Judgement, not tuned.
 */
const sharedBuffersMib = (): number => Math.min(2048, Math.max(128, Math.floor(totalmem() / MIB / 12 / 32) * 32))

export const serverSettings = (port: number, durable: boolean): Record<string, string> => ({
  listen_addresses: '127.0.0.1',
  port: String(port),
  unix_socket_directories: '',
  max_connections: durable ? '150' : '300',
  // Servers of tests are small and many.
  shared_buffers: `${durable ? sharedBuffersMib() : 256}MB`,
  max_wal_size: '4GB',
  min_wal_size: durable ? '256MB' : '80MB',
  // The binaries have pglz only, which spends processor time that intake needs. Judgement, not tuned.
  wal_compression: 'off',
  checkpoint_timeout: '15min',
  max_prepared_transactions: '0',
  // A replication slot holds the log during a backup; nothing is streamed to anybody.
  wal_level: 'replica',
  max_wal_senders: '2',
  max_replication_slots: '4',
  // A forgotten open transaction would hold up the ledger's cursor and vacuum.
  idle_in_transaction_session_timeout: '60s',
  transaction_timeout: '30min',
  random_page_cost: '1.1',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  logging_collector: 'off',
  log_min_messages: 'warning',
  // Statements and their values stay out of the log: they carry content.
  log_min_error_statement: 'panic',
  log_statement: 'none',
  log_checkpoints: 'off',
  log_min_duration_statement: '-1',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
  log_error_verbosity: 'terse',
  ...(durable
    ? { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' }
    : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
})
